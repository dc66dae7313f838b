namespace Komandor.Api.Messages;

/// <summary>What became of a transaction.</summary>
public enum TransactionState
{
    /// <summary>This node never saw it.</summary>
    Unknown = 0,

    /// <summary>It waits to be ordered, or its block waits for a certificate.</summary>
    Pending = 1,

    /// <summary>It took effect, and its block has a certificate.</summary>
    Final = 2,

    /// <summary>It was ordered and broke a rule; nothing changed.</summary>
    Rejected = 3,

    /// <summary>It was not ordered before its validity ended, and never will be.</summary>
    Expired = 4,
}
