using System.Buffers;
using System.Runtime.CompilerServices;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;

namespace Komandor.Cryptography.Proofs.Lanes;

/// <summary>Independent sums of a few multiples each, one a lane, in variable time.</summary>
/// <remarks>Digits of four bits between −8 and 7; a lane's tables lie in its own rows, since each lane has other digits.</remarks>
internal static unsafe class LaneStraus<T>
    where T : unmanaged, ILaneField<T>
{
    // Multiples 0 to 8.
    private const int TableSize = SecretSum.TableSize + 1;

    /// <summary>sums[i] = Σ scalars[t·n + i] · points[t·n + i] over the terms t, where n is the number of sums.</summary>
    /// <param name="terms">The multiples in each sum.</param>
    /// <param name="windows">The digits of the scalars that may differ from zero: 64, or fewer for short scalars.</param>
    /// <param name="scalars">For each term, one for each sum.</param>
    /// <param name="points">As many.</param>
    /// <param name="sums">The sums.</param>
    internal static void Compute(int terms, int windows, ReadOnlySpan<Scalar> scalars, ReadOnlySpan<EdwardsPoint> points, Span<EdwardsPoint> sums)
    {
        int rows = terms * T.Count * TableSize * LaneRow.QuadrupleLimbs;
        long[] buffer = ArrayPool<long>.Shared.Rent(LaneArena.Words<long>(rows));
        sbyte[] digits = ArrayPool<sbyte>.Shared.Rent(terms * T.Count * SecretSum.Windows);

        // Safe: the arena checks the tables' room, and the spans have as many items as the terms and sums say.
        fixed (long* start = buffer)
        fixed (EdwardsPoint* first = points)
        fixed (EdwardsPoint* results = sums)
        {
            LaneArena arena = new(start, buffer.Length);
            long* tables = arena.Take<long>(rows);
            for (int sum = 0; sum < sums.Length; sum += T.Count)
            {
                int used = Math.Min(T.Count, sums.Length - sum);
                for (int term = 0; term < terms; term++)
                {
                    FillTable(first + (term * sums.Length) + sum, used, Table(tables, term));
                    for (int lane = 0; lane < T.Count; lane++)
                    {
                        // A lane that is not used repeats the first.
                        int index = (term * sums.Length) + sum + (lane < used ? lane : 0);
                        SecretSum.Recode(scalars[index], digits.AsSpan(((term * T.Count) + lane) * SecretSum.Windows, SecretSum.Windows));
                    }
                }

                SumTables(terms, windows, tables, digits).Store(results + sum, used);
            }
        }

        ArrayPool<long>.Shared.Return(buffer);
        ArrayPool<sbyte>.Shared.Return(digits);
    }

    /// <summary>Doubles each point <paramref name="times"/> times.</summary>
    [SkipLocalsInit]
    internal static void Double(int times, ReadOnlySpan<EdwardsPoint> points, Span<EdwardsPoint> doubled)
    {
        long** rows = stackalloc long*[LaneRow.MaxLanes];
        fixed (EdwardsPoint* first = points)
        fixed (EdwardsPoint* results = doubled)
        {
            for (int index = 0; index < points.Length; index += T.Count)
            {
                for (int lane = 0; lane < T.Count; lane++)
                {
                    rows[lane] = (long*)(first + Math.Min(index + lane, points.Length - 1));
                }

                LaneExtended<T> point = default;
                point.Load(rows);
                for (int time = times; time-- > 0;)
                {
                    point.Double(withT: time == 0);
                }

                point.Store(results + index, Math.Min(T.Count, points.Length - index));
            }
        }
    }

    private static long* Table(long* tables, int term) => tables + (term * T.Count * TableSize * LaneRow.QuadrupleLimbs);

    private static void PointTo(long** rows, long* table, int multiple)
    {
        for (int lane = 0; lane < T.Count; lane++)
        {
            rows[lane] = table + (((lane * TableSize) + multiple) * LaneRow.QuadrupleLimbs);
        }
    }

    [SkipLocalsInit]
    private static void FillTable(EdwardsPoint* points, int used, long* table)
    {
        long** rows = stackalloc long*[LaneRow.MaxLanes];
        for (int lane = 0; lane < T.Count; lane++)
        {
            rows[lane] = (long*)(points + (lane < used ? lane : 0));
        }

        LaneExtended<T> multiple = default;
        multiple.Load(rows);
        PointTo(rows, table, 0);
        LaneCached<T>.Identity.Store(rows);
        multiple.ToCached(out LaneCached<T> once);
        PointTo(rows, table, 1);
        once.Store(rows);
        for (int index = 2; index < TableSize; index++)
        {
            multiple.Add(once, withT: true);
            multiple.ToCached(out LaneCached<T> cached);
            PointTo(rows, table, index);
            cached.Store(rows);
        }
    }

    [SkipLocalsInit]
    private static LaneExtended<T> SumTables(int terms, int windows, long* tables, ReadOnlySpan<sbyte> digits)
    {
        long** rows = stackalloc long*[LaneRow.MaxLanes];
        LaneExtended<T> sum = LaneExtended<T>.Identity;
        LaneCached<T> chosen = default;
        for (int window = windows; window-- > 0;)
        {
            sum.Double(withT: false);
            sum.Double(withT: false);
            sum.Double(withT: false);
            sum.Double(withT: true);
            for (int term = 0; term < terms; term++)
            {
                long* table = Table(tables, term);
                uint negative = 0;
                for (int lane = 0; lane < T.Count; lane++)
                {
                    int digit = digits[(((term * T.Count) + lane) * SecretSum.Windows) + window];
                    negative |= digit < 0 ? 1u << lane : 0;
                    rows[lane] = table + (((lane * TableSize) + Math.Abs(digit)) * LaneRow.QuadrupleLimbs);
                }

                chosen.Load(rows);
                chosen.Negate(negative);
                sum.Add(chosen, withT: term < terms - 1 || window == 0);
            }
        }

        return sum;
    }
}
