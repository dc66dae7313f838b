using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>The generators of range proofs.</summary>
/// <remarks>docs/protocol/range-proofs.md §2. The tests have others, of a foreign chain.</remarks>
internal sealed class RangeBases
{
    private static readonly Lazy<RangeBases> _shared = new(() => new RangeBases(
        Generators.Value,
        Generators.Blinding,
        Generators.DeriveMany("range.left"u8, RangeProof.MaximumCount * RangeProof.Bits),
        Generators.DeriveMany("range.right"u8, RangeProof.MaximumCount * RangeProof.Bits)));

    internal RangeBases(in EdwardsPoint value, in EdwardsPoint blinding, EdwardsPoint[] left, EdwardsPoint[] right)
    {
        Commitment = new BaseSet([value, blinding]);
        Left = new BaseSet(left);
        Right = new BaseSet(right);
    }

    /// <summary>Komandor's.</summary>
    internal static RangeBases Shared => _shared.Value;

    /// <summary>V and B.</summary>
    internal BaseSet Commitment { get; }

    /// <summary>Gᵢ, the bases of the bits.</summary>
    internal BaseSet Left { get; }

    /// <summary>Hᵢ, the bases of the bits minus one.</summary>
    internal BaseSet Right { get; }
}
