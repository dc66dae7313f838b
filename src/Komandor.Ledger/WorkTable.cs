namespace Komandor.Ledger;

/// <summary>What processing costs, in units of about a microsecond of one core: docs/protocol/ledger.md §6.</summary>
public static class WorkTable
{
    /// <summary>Every transaction.</summary>
    public const ulong Transaction = 10;

    /// <summary>Every started 64 bytes of its encoding.</summary>
    public const ulong PerChunk = 1;

    /// <summary>The size of such a chunk.</summary>
    public const int ChunkSizeBytes = 64;

    /// <summary>Every signature in a witness.</summary>
    public const ulong Signature = 60;

    /// <summary>Every preimage in a witness.</summary>
    public const ulong Preimage = 1;

    /// <summary>Every object read.</summary>
    public const ulong Input = 10;

    /// <summary>Every object written.</summary>
    public const ulong Output = 15;

    /// <summary>Every key that a lock of an output names: it is checked to be acceptable.</summary>
    public const ulong OutputKey = 70;

    /// <summary>The work of a transaction of this shape.</summary>
    public static ulong Of(int sizeBytes, int inputs, int outputs, int outputKeys, int signatures, int preimages) =>
        Transaction
        + (((ulong)sizeBytes + ChunkSizeBytes - 1) / ChunkSizeBytes * PerChunk)
        + ((ulong)inputs * Input)
        + ((ulong)outputs * Output)
        + ((ulong)outputKeys * OutputKey)
        + ((ulong)signatures * Signature)
        + ((ulong)preimages * Preimage);
}
