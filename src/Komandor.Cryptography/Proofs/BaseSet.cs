using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>Points that many sums share: generators, or the members of a cover set.</summary>
internal sealed class BaseSet(EdwardsPoint[] points)
{
    /// <summary>The points.</summary>
    internal ReadOnlySpan<EdwardsPoint> Points => points;

    /// <summary>Their number.</summary>
    internal int Count => points.Length;
}
