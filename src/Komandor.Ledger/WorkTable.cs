using Komandor.Ledger.Private;

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

    /// <summary>Every bundle: its points and ciphertexts, and the range proof's fixed part.</summary>
    public const ulong Bundle = 100;

    /// <summary>Every ring input: its signature and its image.</summary>
    /// <remarks>Each private row is four times the processor time of one core with AVX-512 in a batch of 64 (docs/performance.md), between what AVX2
    /// (twice) and the scalar code (nine times) need.</remarks>
    public const ulong RingInput = 1200;

    /// <summary>Every shielded input: its membership, with four sets in a batch, its spend proof, its tag.</summary>
    public const ulong ShieldedInput = 1400;

    /// <summary>Every private output: its share of the range proof, its note.</summary>
    public const ulong PrivateOutput = 160;

    /// <summary>The work of the private part of a transaction, which follows from its tier and its numbers alone.</summary>
    public static ulong OfPrivate(PrivateBundle bundle) => OfPrivate(bundle.Tier, bundle.InputCount, bundle.Outputs.Length);

    /// <summary>The work of the private part of a transaction of this shape.</summary>
    public static ulong OfPrivate(PrivateTier tier, int inputs, int outputs) =>
        Bundle
        + ((ulong)inputs * (tier == PrivateTier.Ring ? RingInput : ShieldedInput))
        + ((ulong)outputs * PrivateOutput);

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
