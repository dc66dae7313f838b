using Komandor.Cryptography.Curve25519.Lanes;
using Komandor.Primitives;

namespace Komandor.Cryptography.Curve25519;

/// <summary>Sums of scalar multiples, in variable time: for public scalars and points only.</summary>
/// <remarks>docs/protocol/field.md §7. Buffers are rented, so that a steady state allocates nothing.</remarks>
internal static class MultiScalar
{
    // Where buckets begin to cost less than Straus's tables (field.md §7): with and without vectors.
    private const int LanesFrom = 6;
    private const int ScalarLaneFrom = 370;

    /// <summary>The sum of scalar · point over both spans, which are equally long.</summary>
    internal static EdwardsPoint SumVariableTime(ReadOnlySpan<Scalar> scalars, ReadOnlySpan<EdwardsPoint> points)
    {
        Invariant.Require(scalars.Length == points.Length);
        return IsSmall(points.Length) ? Straus.Sum(scalars, points) : Sum([], [], scalars, points);
    }

    /// <summary>The sum of scalar · point over prepared points and over others, in one: cheaper than two sums.</summary>
    /// <param name="prepared">The prepared points.</param>
    /// <param name="preparedScalars">Multiples of the first so many of them; at most as many.</param>
    /// <param name="scalars">Multiples of <paramref name="points"/>.</param>
    /// <param name="points">Points that were not prepared; as many as <paramref name="scalars"/>.</param>
    internal static EdwardsPoint SumVariableTime(
        PrecomputedPoints prepared, ReadOnlySpan<Scalar> preparedScalars, ReadOnlySpan<Scalar> scalars, ReadOnlySpan<EdwardsPoint> points)
    {
        Invariant.Require(preparedScalars.Length <= prepared.Count && scalars.Length == points.Length);
        return IsSmall(preparedScalars.Length + points.Length)
            ? Straus.Sum(preparedScalars, prepared.Points[..preparedScalars.Length]) + Straus.Sum(scalars, points)
            : Sum(prepared.Rows, preparedScalars, scalars, points);
    }

    /// <summary>left · point + right · base point: what one signature's verification computes.</summary>
    internal static EdwardsPoint DoubleBaseVariableTime(in Scalar left, in EdwardsPoint point, in Scalar right)
    {
        Span<CachedPoint> pointTable = stackalloc CachedPoint[Straus.TableSize];
        Span<sbyte> digits = stackalloc sbyte[2 * Straus.Digits];
        Straus.FillTable(point, pointTable);
        Straus.Recode(left, digits);
        Straus.Recode(right, digits[Straus.Digits..]);
        EdwardsPoint sum = EdwardsPoint.Identity;
        for (int position = Straus.Digits; position-- > 0;)
        {
            sum = sum.Double();
            Straus.AddDigit(ref sum, digits[position], pointTable);
            Straus.AddDigit(ref sum, digits[Straus.Digits + position], Straus.BaseTable);
        }

        return sum;
    }

    private static bool IsSmall(int count) => count < (Avx2Lanes.IsSupported ? LanesFrom : ScalarLaneFrom);

    private static EdwardsPoint Sum(
        ReadOnlySpan<long> prepared, ReadOnlySpan<Scalar> preparedScalars, ReadOnlySpan<Scalar> scalars, ReadOnlySpan<EdwardsPoint> points)
    {
        if (Avx512Lanes.IsSupported)
        {
            return LaneSums<Avx512Lanes>.Sum(prepared, preparedScalars, scalars, points);
        }

        return Avx2Lanes.IsSupported
            ? LaneSums<Avx2Lanes>.Sum(prepared, preparedScalars, scalars, points)
            : LaneSums<ScalarLane>.Sum(prepared, preparedScalars, scalars, points);
    }
}
