using System.Buffers;

namespace Komandor.Cryptography.Curve25519;

/// <summary>Straus's multi-scalar multiplication: every point's odd multiples, one chain of doublings for all. Variable time.</summary>
internal static class Straus
{
    /// <summary>The odd multiples 1, 3, … 15 of a point.</summary>
    internal const int TableSize = 8;

    /// <summary>Non-adjacent digits of a scalar: one more than its 253 bits, and room to the next multiple of 8.</summary>
    internal const int Digits = 256;

    private const int Width = 5;

    private static readonly CachedPoint[] _baseTable = MakeBaseTable();

    /// <summary>The odd multiples of the base point.</summary>
    internal static ReadOnlySpan<CachedPoint> BaseTable => _baseTable;

    /// <summary>The sum of scalar · point.</summary>
    internal static EdwardsPoint Sum(ReadOnlySpan<Scalar> scalars, ReadOnlySpan<EdwardsPoint> points)
    {
        CachedPoint[] tables = ArrayPool<CachedPoint>.Shared.Rent(points.Length * TableSize);
        sbyte[] digits = ArrayPool<sbyte>.Shared.Rent(points.Length * Digits);
        for (int index = 0; index < points.Length; index++)
        {
            FillTable(points[index], tables.AsSpan(index * TableSize, TableSize));
            Recode(scalars[index], digits.AsSpan(index * Digits, Digits));
        }

        EdwardsPoint sum = EdwardsPoint.Identity;
        for (int position = Digits; position-- > 0;)
        {
            sum = sum.Double();
            for (int index = 0; index < points.Length; index++)
            {
                AddDigit(ref sum, digits[(index * Digits) + position], tables.AsSpan(index * TableSize, TableSize));
            }
        }

        ArrayPool<CachedPoint>.Shared.Return(tables);
        ArrayPool<sbyte>.Shared.Return(digits);
        return sum;
    }

    /// <summary>Fills <paramref name="table"/> with the odd multiples of <paramref name="point"/>.</summary>
    internal static void FillTable(in EdwardsPoint point, Span<CachedPoint> table)
    {
        CachedPoint twice = point.Double().ToCached();
        EdwardsPoint multiple = point;
        table[0] = multiple.ToCached();
        for (int index = 1; index < TableSize; index++)
        {
            multiple = multiple.Add(twice);
            table[index] = multiple.ToCached();
        }
    }

    /// <summary>Writes the scalar's non-adjacent form of width 5: digits are zero or odd, between −15 and 15.</summary>
    internal static void Recode(in Scalar scalar, Span<sbyte> digits)
    {
        digits.Clear();
        int carry = 0;
        int position = 0;
        while (position < Digits)
        {
            int window = scalar.Bits(position, Width) + carry;
            if ((window & 1) == 0)
            {
                position++;
                continue;
            }

            carry = window > 16 ? 1 : 0;
            digits[position] = (sbyte)(window - (carry << Width));
            position += Width;
        }
    }

    /// <summary>Adds digit times the table's point to <paramref name="sum"/>.</summary>
    internal static void AddDigit(ref EdwardsPoint sum, int digit, ReadOnlySpan<CachedPoint> table)
    {
        if (digit > 0)
        {
            sum = sum.Add(table[digit >> 1]);
        }
        else if (digit < 0)
        {
            sum = sum.Add(-table[-digit >> 1]);
        }
    }

    private static CachedPoint[] MakeBaseTable()
    {
        CachedPoint[] table = new CachedPoint[TableSize];
        FillTable(EdwardsPoint.Base, table);
        return table;
    }
}
