namespace Komandor.Ledger;

/// <summary>The limits of the encodings; docs/protocol/ledger.md §2.</summary>
public static class LedgerLimits
{
    /// <summary>The largest encoding of a transaction.</summary>
    public const int TransactionSizeBytes = 128 * 1024;

    /// <summary>The most objects that a transaction uses.</summary>
    public const int Inputs = 1024;

    /// <summary>The most objects that a transaction makes or continues.</summary>
    public const int Outputs = 1024;

    /// <summary>The longest memo.</summary>
    public const int MemoSizeBytes = 512;

    /// <summary>The longest type name of a record.</summary>
    public const int RecordNameSizeBytes = 64;

    /// <summary>The most data in a record.</summary>
    public const int RecordDataSizeBytes = 4096;

    /// <summary>The most levels of a lock; one leaf alone is one level.</summary>
    public const int LockDepth = 8;

    /// <summary>The most leaves of a lock: their openings fit a word of bits.</summary>
    public const int LockLeaves = 64;
}
