using Komandor.Primitives;

namespace Komandor.Cryptography.Curve25519;

/// <summary>Sums of scalar multiples, in variable time: for public scalars and points only.</summary>
/// <remarks>docs/protocol/field.md §7. Buffers are rented, so that a steady state allocates nothing.</remarks>
internal static class MultiScalar
{
    // Where the buckets begin to cost fewer additions than the tables, by count (field.md §7).
    private const int PippengerFrom = 370;

    /// <summary>The sum of scalar · point over both spans, which are equally long.</summary>
    internal static EdwardsPoint SumVariableTime(ReadOnlySpan<Scalar> scalars, ReadOnlySpan<EdwardsPoint> points)
    {
        Invariant.Require(scalars.Length == points.Length);
        return points.Length < PippengerFrom ? Straus.Sum(scalars, points) : Pippenger.Sum(scalars, points);
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
}
