namespace Komandor.Wallet.Private;

/// <summary>What became of an own note.</summary>
public enum PrivateNoteState
{
    /// <summary>It can be spent now.</summary>
    Available = 0,

    /// <summary>It waits for the next anchor, or for a crowd to hide in.</summary>
    Waiting = 1,

    /// <summary>A payment that is not final and seen yet spends it.</summary>
    Reserved = 2,

    /// <summary>It is spent.</summary>
    Spent = 3,

    /// <summary>The wallet only watches, and its key cannot tell whether it is spent.</summary>
    Unknown = 4,
}
