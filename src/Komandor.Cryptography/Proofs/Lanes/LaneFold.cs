using System.Runtime.CompilerServices;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;

namespace Komandor.Cryptography.Proofs.Lanes;

/// <summary>Three secret multiples in each of many groups, a group a lane; all lanes have the same scalars. Constant time: tables are read whole.</summary>
/// <remarks>The definition is <see cref="SharedMultiples.SumDifferences"/>.</remarks>
internal static unsafe class LaneFold<T>
    where T : unmanaged, ILaneField<T>
{
    /// <summary>sums[g] += Σ aᵥ·(P₄g₊ᵥ − P₄g) over the values 1 to 3.</summary>
    /// <param name="digits">The digits of the three scalars.</param>
    /// <param name="points">Four points a group.</param>
    /// <param name="sums">One a group.</param>
    [SkipLocalsInit]
    internal static void Add(ReadOnlySpan<sbyte> digits, ReadOnlySpan<EdwardsPoint> points, Span<EdwardsPoint> sums)
    {
        LaneCached<T>* tables = stackalloc LaneCached<T>[Membership.SentValues * SecretSum.TableSize];
        EdwardsPoint* results = stackalloc EdwardsPoint[LaneRow.MaxLanes];
        long** rows = stackalloc long*[LaneRow.MaxLanes];

        // Safe: a lane past the last group repeats it, and results has room for every lane.
        fixed (EdwardsPoint* first = points)
        {
            for (int group = 0; group < sums.Length; group += T.Count)
            {
                int used = Math.Min(T.Count, sums.Length - group);
                PointTo(rows, first, group, used, 0);
                LaneExtended<T> origin = default;
                origin.Load(rows);
                origin.ToCached(out LaneCached<T> negative);
                negative.Negate(uint.MaxValue);
                for (int value = 1; value < Membership.Radix; value++)
                {
                    PointTo(rows, first, group, used, value);
                    FillTable(rows, negative, tables + ((value - 1) * SecretSum.TableSize));
                }

                SumTables(digits, tables).Store(results, used);
                for (int lane = 0; lane < used; lane++)
                {
                    sums[group + lane] += results[lane];
                }
            }
        }
    }

    private static void PointTo(long** rows, EdwardsPoint* points, int group, int used, int value)
    {
        for (int lane = 0; lane < T.Count; lane++)
        {
            rows[lane] = (long*)(points + ((group + Math.Min(lane, used - 1)) * Membership.Radix) + value);
        }
    }

    private static void FillTable(long** rows, in LaneCached<T> negative, LaneCached<T>* table)
    {
        LaneExtended<T> multiple = default;
        multiple.Load(rows);
        multiple.Add(negative, withT: true);
        multiple.ToCached(out table[0]);
        for (int index = 1; index < SecretSum.TableSize; index++)
        {
            multiple.Add(table[0], withT: true);
            multiple.ToCached(out table[index]);
        }
    }

    private static LaneExtended<T> SumTables(ReadOnlySpan<sbyte> digits, LaneCached<T>* tables)
    {
        LaneExtended<T> sum = LaneExtended<T>.Identity;
        for (int window = SecretSum.Windows; window-- > 0;)
        {
            sum.Double(withT: false);
            sum.Double(withT: false);
            sum.Double(withT: false);
            sum.Double(withT: true);
            for (int term = 0; term < Membership.SentValues; term++)
            {
                Choose(digits[(term * SecretSum.Windows) + window], tables + (term * SecretSum.TableSize), out LaneCached<T> chosen);
                sum.Add(chosen, withT: term < Membership.SentValues - 1 || window == 0);
            }
        }

        return sum;
    }

    // Masks of all lanes or none, computed without a branch.
    private static void Choose(int digit, LaneCached<T>* table, out LaneCached<T> chosen)
    {
        unchecked
        {
            int sign = digit >> 31;
            uint magnitude = (uint)((digit ^ sign) - sign);
            chosen = LaneCached<T>.Identity;
            for (int index = 0; index < SecretSum.TableSize; index++)
            {
                uint equal = (uint)(((ulong)(magnitude ^ (uint)(index + 1)) - 1) >> 63);
                chosen.Take(0 - equal, table[index]);
            }

            chosen.Negate((uint)sign);
        }
    }
}
