namespace Komandor.Ledger.Private;

/// <summary>How a private note hides: docs/protocol/private-money.md §1.</summary>
public enum PrivateTier : byte
{
    /// <summary>Among the sixteen members of a ring.</summary>
    Ring = 1,

    /// <summary>Among the notes of a cover set.</summary>
    Shielded = 2,
}
