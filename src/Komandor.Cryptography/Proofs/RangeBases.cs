using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>The generators of range proofs.</summary>
/// <remarks>docs/protocol/range-proofs.md §2. The tests have others, of a foreign chain.</remarks>
internal sealed class RangeBases
{
    /// <summary>Where the vectors begin, behind V and B.</summary>
    internal const int VectorStart = 2;

    private static readonly Lazy<RangeBases> _shared = new(() => new RangeBases(
        Generators.Value,
        Generators.Blinding,
        Generators.DeriveMany("range.left"u8, RangeProof.MaximumCount * RangeProof.Bits),
        Generators.DeriveMany("range.right"u8, RangeProof.MaximumCount * RangeProof.Bits)));

    /// <summary>Prepares the bases.</summary>
    internal RangeBases(in EdwardsPoint value, in EdwardsPoint blinding, ReadOnlySpan<EdwardsPoint> left, ReadOnlySpan<EdwardsPoint> right)
    {
        EdwardsPoint[] points = new EdwardsPoint[VectorStart + (2 * left.Length)];
        points[0] = value;
        points[1] = blinding;
        for (int index = 0; index < left.Length; index++)
        {
            points[VectorStart + (2 * index)] = left[index];
            points[VectorStart + (2 * index) + 1] = right[index];
        }

        Set = new BaseSet(points);
    }

    /// <summary>Komandor's.</summary>
    internal static RangeBases Shared => _shared.Value;

    /// <summary>V, B, G₀, H₀, G₁, H₁, …: a proof uses the first 2 + 2·N.</summary>
    internal BaseSet Set { get; }

    /// <summary>Gᵢ, the base of a bit.</summary>
    internal EdwardsPoint Left(int index) => Set.Points[VectorStart + (2 * index)];

    /// <summary>Hᵢ, the base of a bit minus one.</summary>
    internal EdwardsPoint Right(int index) => Set.Points[VectorStart + (2 * index) + 1];
}
