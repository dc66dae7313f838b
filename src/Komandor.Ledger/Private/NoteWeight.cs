using Komandor.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>The weight of a shielded note's key: docs/protocol/private-money.md §1.</summary>
internal static class NoteWeight
{
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

    /// <summary>The height of the first anchor that is not below the block that made a note.</summary>
    internal static ulong AnchorOf(ulong height, ulong anchorBlocks) => (height + anchorBlocks - 1) / anchorBlocks * anchorBlocks;
}
