namespace Komandor.Indexer;

/// <summary>What a transaction shows of its payment. The numbers stand in the index's file.</summary>
public enum TransactionKind
{
    /// <summary>No private part: sender, receiver and amount are public.</summary>
    Transparent = 0,

    /// <summary>A bundle of the ring tier.</summary>
    Ring = 1,

    /// <summary>A bundle of the shielded tier.</summary>
    Shielded = 2,
}
