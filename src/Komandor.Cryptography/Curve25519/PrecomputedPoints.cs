namespace Komandor.Cryptography.Curve25519;

/// <summary>Static bases, prepared once for many sums: generators of proofs, cover sets.</summary>
/// <remarks>docs/protocol/field.md §7. Immutable; may be used by several threads at once.</remarks>
internal sealed class PrecomputedPoints
{
    private readonly EdwardsPoint[] _points;

    /// <summary>Prepares a copy of <paramref name="points"/>.</summary>
    internal PrecomputedPoints(ReadOnlySpan<EdwardsPoint> points) => _points = points.ToArray();

    /// <summary>The number of points.</summary>
    internal int Count => _points.Length;

    /// <summary>The points as they were given.</summary>
    internal ReadOnlySpan<EdwardsPoint> Points => _points;
}
