namespace Komandor.Ledger;

/// <summary>What a node of a lock asks for; the tag of its encoding.</summary>
public enum LockKind
{
    /// <summary>A signature by a key.</summary>
    Key = 1,

    /// <summary>A preimage of 32 bytes.</summary>
    Sha256 = 2,

    /// <summary>The parent block is not earlier than a time.</summary>
    After = 3,

    /// <summary>The parent block is earlier than a time.</summary>
    Before = 4,

    /// <summary>All parts.</summary>
    And = 5,

    /// <summary>One part.</summary>
    Or = 6,

    /// <summary>A number of its parts.</summary>
    Threshold = 7,
}
