using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>Sums of scalar multiples for provers: scalars and points may be secret, so no branch and no index depends on them.</summary>
/// <remarks>Straus's method with digits of four bits between −8 and 8 in tables that are read whole; the doublings are shared.</remarks>
internal static class SecretSum
{
    /// <summary>The multiples 1 to 8 of a point.</summary>
    internal const int TableSize = 8;

    /// <summary>The digits of a scalar.</summary>
    internal const int Windows = 64;

    // More points at once would only grow the tables past the first cache.
    private const int GroupSize = 16;

    /// <summary>The sum of scalar · point over both spans, which are equally long.</summary>
    internal static EdwardsPoint Sum(ReadOnlySpan<Scalar> scalars, ReadOnlySpan<EdwardsPoint> points)
    {
        Invariant.Require(scalars.Length == points.Length);
        CachedPoint[] tables = ArrayPool<CachedPoint>.Shared.Rent(GroupSize * TableSize);
        sbyte[] digits = ArrayPool<sbyte>.Shared.Rent(GroupSize * Windows);
        EdwardsPoint sum = EdwardsPoint.Identity;
        for (int start = 0; start < points.Length; start += GroupSize)
        {
            int count = Math.Min(GroupSize, points.Length - start);
            sum += SumGroup(scalars.Slice(start, count), points.Slice(start, count), tables, digits);
        }

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(tables.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(digits.AsSpan()));
        ArrayPool<CachedPoint>.Shared.Return(tables);
        ArrayPool<sbyte>.Shared.Return(digits);
        return sum;
    }

    /// <summary>left · leftPoint + right · rightPoint.</summary>
    internal static EdwardsPoint Pair(in Scalar left, in EdwardsPoint leftPoint, in Scalar right, in EdwardsPoint rightPoint)
    {
        Span<Scalar> scalars = [left, right];
        EdwardsPoint sum = Sum(scalars, [leftPoint, rightPoint]);
        ScalarSpans.Zero(scalars);
        return sum;
    }

    private static EdwardsPoint SumGroup(
        ReadOnlySpan<Scalar> scalars, ReadOnlySpan<EdwardsPoint> points, Span<CachedPoint> tables, Span<sbyte> digits)
    {
        for (int index = 0; index < points.Length; index++)
        {
            FillTable(points[index], tables.Slice(index * TableSize, TableSize));
            Recode(scalars[index], digits.Slice(index * Windows, Windows));
        }

        return SumTables(digits[..(points.Length * Windows)], tables);
    }

    /// <summary>The sum of multiples whose digits and tables are prepared.</summary>
    /// <param name="digits">The digits of each scalar.</param>
    /// <param name="tables">The multiples of as many points.</param>
    internal static EdwardsPoint SumTables(ReadOnlySpan<sbyte> digits, ReadOnlySpan<CachedPoint> tables)
    {
        EdwardsPoint sum = EdwardsPoint.Identity;
        for (int window = Windows; window-- > 0;)
        {
            sum = sum.Double().Double().Double().Double();
            for (int index = 0; index < digits.Length / Windows; index++)
            {
                sum = sum.Add(Choose(digits[(index * Windows) + window], tables.Slice(index * TableSize, TableSize)));
            }
        }

        return sum;
    }

    /// <summary>Writes the multiples 1 to 8 of <paramref name="point"/>.</summary>
    internal static void FillTable(in EdwardsPoint point, Span<CachedPoint> table)
    {
        table[0] = point.ToCached();
        EdwardsPoint multiple = point;
        for (int index = 1; index < TableSize; index++)
        {
            multiple = multiple.Add(table[0]);
            table[index] = multiple.ToCached();
        }
    }

    /// <summary>Writes the digits from −8 to 7; the last one takes the carry: a scalar is below 2²⁵³, so it is at most 2.</summary>
    internal static void Recode(in Scalar scalar, Span<sbyte> digits)
    {
        int carry = 0;
        for (int window = 0; window < Windows; window++)
        {
            int digit = scalar.Bits(4 * window, 4) + carry;
            carry = (digit + 8) >> 4;
            digits[window] = (sbyte)(digit - (carry << 4));
        }
    }

    private static CachedPoint Choose(int digit, ReadOnlySpan<CachedPoint> table)
    {
        unchecked
        {
            int sign = digit >> 31;
            uint magnitude = (uint)((digit ^ sign) - sign);
            CachedPoint chosen = CachedPoint.Identity;
            for (int index = 0; index < TableSize; index++)
            {
                // The top bit of (x − 1) for x = magnitude ^ (index + 1) tells whether they are equal.
                chosen = chosen.Select(table[index], ((ulong)(magnitude ^ (uint)(index + 1)) - 1) >> 63);
            }

            return chosen.Select(-chosen, (ulong)(sign & 1));
        }
    }
}
