using Komandor.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>The weight of a shielded note's key: docs/protocol/private-money.md §1.</summary>
internal static class NoteWeight
{
    private const int ScalarBits = 253;

    private static readonly HashDomain _domain = new("komandor.anchor");

    /// <summary>w of all notes whose first anchor is the block <paramref name="anchor"/> at <paramref name="height"/>.</summary>
    internal static Scalar Of(ChainId chain, PoolId pool, ulong height, BlockId anchor)
    {
        CanonicalWriter writer = new(128);
        writer.Hash(chain.Value);
        writer.Hash(pool.Value);
        writer.UInt64(height);
        writer.Hash(anchor.Value);
        Span<byte> wide = stackalloc byte[64];
        Blake2b.Hash(_domain, writer.Written, wide);
        return Scalar.ReadWide(wide);
    }

    /// <summary>N = w·S + C. Public.</summary>
    internal static EdwardsPoint Point(in Scalar weight, in EdwardsPoint key, in EdwardsPoint commitment) =>
        MultiScalar.SumVariableTime([weight], [key]) + commitment;

    /// <summary>The encodings of N for many notes at once, one a lane; the definition is <see cref="Point"/>.</summary>
    /// <param name="weights">A weight for each note.</param>
    /// <param name="notes">The notes, whose points are elements: no other is ever taken into a pool (N7).</param>
    /// <param name="encoded">Gets 32 bytes a note.</param>
    internal static void EncodePoints(ReadOnlySpan<Scalar> weights, ReadOnlySpan<PoolNote> notes, Span<byte> encoded)
    {
        int count = notes.Length;
        byte[] bytes = new byte[2 * count * Ristretto255.SizeBytes];
        for (int index = 0; index < count; index++)
        {
            notes[index].Key.CopyTo(bytes.AsSpan(index * Ristretto255.SizeBytes));
            notes[index].Commitment.CopyTo(bytes.AsSpan((count + index) * Ristretto255.SizeBytes));
        }

        EdwardsPoint[] points = new EdwardsPoint[2 * count];
        Invariant.Require(Ristretto255.TryReadBatch(bytes, points, new bool[2 * count]));
        EdwardsPoint[] sums = new EdwardsPoint[count];
        SideBySide.Compute(1, ScalarBits, weights[..count], points.AsSpan(0, count), sums);
        for (int index = 0; index < count; index++)
        {
            sums[index] += points[count + index];
        }

        Ristretto255.WriteBatch(sums, encoded);
    }

    /// <summary>The height of the first anchor that is not below the block that made a note.</summary>
    internal static ulong AnchorOf(ulong height, ulong anchorBlocks) => (height + anchorBlocks - 1) / anchorBlocks * anchorBlocks;
}
