using Komandor.Cryptography.Curve25519.Lanes;

namespace Komandor.Cryptography.Curve25519;

/// <summary>Static bases, prepared once for many sums: generators of proofs, cover sets.</summary>
/// <remarks>docs/protocol/field.md §7. Immutable; may be used by several threads at once. 288 bytes a point.</remarks>
internal sealed class PrecomputedPoints
{
    private readonly EdwardsPoint[] _points;
    private readonly long[] _rows;

    /// <summary>Prepares a copy of <paramref name="points"/>.</summary>
    internal PrecomputedPoints(ReadOnlySpan<EdwardsPoint> points)
    {
        _points = points.ToArray();
        _rows = Avx512Lanes.IsSupported ? LaneSums<Avx512Lanes>.Prepare(points)
            : Avx2Lanes.IsSupported ? LaneSums<Avx2Lanes>.Prepare(points)
            : LaneSums<ScalarLane>.Prepare(points);
    }

    /// <summary>The number of points.</summary>
    internal int Count => _points.Length;

    /// <summary>The points as they were given.</summary>
    internal ReadOnlySpan<EdwardsPoint> Points => _points;

    /// <summary>The points' rows, in the form of the best backend that the processor has.</summary>
    internal ReadOnlySpan<long> Rows => _rows;
}
