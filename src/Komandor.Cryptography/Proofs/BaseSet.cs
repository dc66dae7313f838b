using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>Points that many sums share, prepared once: generators, or the members of a cover set.</summary>
internal sealed class BaseSet(EdwardsPoint[] points)
{
    /// <summary>The points, prepared for sums.</summary>
    internal PrecomputedPoints Prepared { get; } = new(points);

    /// <summary>The points.</summary>
    internal ReadOnlySpan<EdwardsPoint> Points => Prepared.Points;

    /// <summary>Their number.</summary>
    internal int Count => Prepared.Count;
}
