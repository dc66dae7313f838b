using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>A range proof that has been read: points, responses, and the challenges of its transcript.</summary>
/// <remarks>docs/protocol/range-proofs.md §4 names them.</remarks>
internal sealed class RangeTerms
{
    /// <summary>The commitments, then A, A1, B, then all L, then all R.</summary>
    internal EdwardsPoint[] Points { get; } =
        new EdwardsPoint[RangeProof.MaximumCount + RangeProof.FixedPoints + (2 * RangeProof.MaximumRounds)];

    /// <summary>r1, s1, d1.</summary>
    internal Scalar[] Responses { get; } = new Scalar[RangeProof.ResponseCount];

    /// <summary>The challenge of each round.</summary>
    internal Scalar[] X { get; } = new Scalar[RangeProof.MaximumRounds];

    /// <summary>The inverses of <see cref="X"/>.</summary>
    internal Scalar[] InverseX { get; } = new Scalar[RangeProof.MaximumRounds];

    /// <summary>Challenges.</summary>
    internal Scalar Y, Z, E, InverseY;

    /// <summary>The number of commitments.</summary>
    internal int Count { get; set; }

    /// <summary>The number of rounds: the logarithm of the vectors' length.</summary>
    internal int Rounds => RangeProof.RoundsOf(Count);

    internal ReadOnlySpan<EdwardsPoint> Commitments => Points.AsSpan(0, Count);

    internal EdwardsPoint A => Points[Count];

    internal EdwardsPoint A1 => Points[Count + 1];

    internal EdwardsPoint B => Points[Count + 2];

    internal ReadOnlySpan<EdwardsPoint> L => Points.AsSpan(Count + RangeProof.FixedPoints, Rounds);

    internal ReadOnlySpan<EdwardsPoint> R => Points.AsSpan(Count + RangeProof.FixedPoints + Rounds, Rounds);
}
