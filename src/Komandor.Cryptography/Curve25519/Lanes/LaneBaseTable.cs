using System.Runtime.CompilerServices;

namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>A base's multiples by 1 to 8 times each power of 16, laid out so that each lane adds those of its own digits. Constant time.</summary>
/// <remarks>docs/protocol/field.md §8. 64 digits, as many steps as there are lanes' worth of them, and no doubling.</remarks>
internal sealed unsafe class LaneBaseTable<T>
    where T : unmanaged, ILaneField<T>
{
    private const int Digits = 64;
    private const int Multiples = 8;

    // By step and multiple: y + x, y − x and 2·d·x·y of the lanes' digits.
    private readonly T[] _table = new T[Steps * Multiples * 3];

    /// <summary>Computes the multiples of <paramref name="point"/>.</summary>
    internal LaneBaseTable(in EdwardsPoint point)
    {
        EdwardsPoint[] points = new EdwardsPoint[Digits * Multiples];
        EdwardsPoint power = point;
        for (int digit = 0; digit < Digits; digit++)
        {
            EdwardsPoint multiple = power;
            for (int index = 0; index < Multiples; index++, multiple += power)
            {
                points[(digit * Multiples) + index] = multiple;
            }

            power = points[(digit * Multiples) + Multiples - 1].Double();
        }

        long** rows = stackalloc long*[LaneRow.MaxLanes];
        fixed (long* first = LaneSums<T>.Prepare(points))
        {
            for (int entry = 0; entry < Steps * Multiples; entry++)
            {
                for (int lane = 0; lane < T.Count; lane++)
                {
                    int digit = (entry / Multiples * T.Count) + lane;
                    rows[lane] = first + (((digit * Multiples) + (entry % Multiples)) * LaneRow.TripleLimbs);
                }

                T.LoadTriples(rows, out _table[3 * entry], out _table[(3 * entry) + 1], out _table[(3 * entry) + 2]);
            }
        }
    }

    private static int Steps => Digits / T.Count;

    /// <summary>scalar · base: the whole table is read, and nothing branches by the scalar.</summary>
    [SkipLocalsInit]
    internal EdwardsPoint Multiply(in Scalar scalar)
    {
        Span<sbyte> digits = stackalloc sbyte[Digits];
        scalar.WriteSignedNibbles(digits);
        LanePoint<T> sum = LanePoint<T>.Identity;
        for (int step = 0; step < Steps; step++)
        {
            Add(ref sum, step, digits.Slice(step * T.Count, T.Count));
        }

        digits.Clear();
        EdwardsPoint* parts = stackalloc EdwardsPoint[LaneRow.MaxLanes];
        sum.Store(parts);
        EdwardsPoint product = parts[0];
        for (int lane = 1; lane < T.Count; lane++)
        {
            product += parts[lane];
        }

        return product;
    }

    [SkipLocalsInit]
    private void Add(ref LanePoint<T> sum, int step, ReadOnlySpan<sbyte> digits)
    {
        T plus = LaneConstants<T>.One, minus = plus, twoDT = LaneConstants<T>.Zero;
        for (int multiple = 1; multiple <= Multiples; multiple++)
        {
            uint mask = 0;
            for (int lane = 0; lane < T.Count; lane++)
            {
                // The top bit of (x − 1) for x = |digit| ^ multiple tells whether they are equal.
                int magnitude = (digits[lane] ^ (digits[lane] >> 7)) - (digits[lane] >> 7);
                mask |= unchecked((uint)((magnitude ^ multiple) - 1) >> 31) << lane;
            }

            int entry = 3 * ((step * Multiples) + multiple - 1);
            T.Select(mask, plus, _table[entry], out plus);
            T.Select(mask, minus, _table[entry + 1], out minus);
            T.Select(mask, twoDT, _table[entry + 2], out twoDT);
        }

        uint negative = 0;
        for (int lane = 0; lane < T.Count; lane++)
        {
            negative |= (unchecked((uint)digits[lane]) >> 31) << lane;
        }

        T.Select(negative, plus, minus, out T first);
        T.Select(negative, minus, plus, out T second);
        LanePowers<T>.NegateWhere(negative, ref twoDT);
        sum.Add(first, second, twoDT);
    }
}
