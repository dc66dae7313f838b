using System.Buffers;
using System.Runtime.CompilerServices;

namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>Pippenger's sums of multiples in lanes. Variable time.</summary>
/// <remarks>docs/protocol/field.md §7. The points of a bucket are summed in one lane; then as many windows as there are lanes add up their buckets together.</remarks>
internal static unsafe class LanePippenger<T>
    where T : unmanaged, ILaneField<T>
{
    /// <summary>The sum of scalar · point. Nothing that it rents is secret.</summary>
    /// <param name="rows">A row of <see cref="LaneRow.TripleLimbs"/> limbs a point, and one more that is overwritten.</param>
    /// <param name="scalars">The scalars.</param>
    /// <param name="longCount">How many of them, first in order, may be any; those after them are below 2 to the <see cref="WindowPlan.ShortBits"/>.</param>
    internal static EdwardsPoint Sum(long* rows, ReadOnlySpan<Scalar> scalars, int longCount)
    {
        WindowPlan plan = WindowPlan.Choose(longCount, scalars.Length - longCount, T.Count);
        int length = LaneArena.Words<ulong>(4 * (scalars.Length + 1))
            + LaneArena.Words<long>(T.Count * plan.Buckets * LaneRow.QuadrupleLimbs)
            + LaneArena.Words<EdwardsPoint>(plan.Count + T.Count)
            + BucketFiller<T>.Words(plan, scalars.Length);
        long[] buffer = ArrayPool<long>.Shared.Rent(length);
        EdwardsPoint sum;
        fixed (long* start = buffer)
        {
            LaneArena arena = new(start, buffer.Length);
            sum = Sum(plan, rows, scalars, longCount, ref arena);
        }

        ArrayPool<long>.Shared.Return(buffer);
        return sum;
    }

    private static EdwardsPoint Sum(WindowPlan plan, long* rows, ReadOnlySpan<Scalar> scalars, int longCount, ref LaneArena arena)
    {
        ulong* words = arena.Take<ulong>(4 * (scalars.Length + 1));
        long* buckets = arena.Take<long>(T.Count * plan.Buckets * LaneRow.QuadrupleLimbs);
        EdwardsPoint* sums = arena.Take<EdwardsPoint>(plan.Count + T.Count);
        WriteScalars(plan, scalars, words);
        BucketFiller<T> filler = new(plan, rows, words, scalars.Length, longCount, ref arena);
        for (int first = 0; first < plan.Count; first += T.Count)
        {
            int windows = Math.Min(T.Count, plan.Count - first);
            for (int window = 0; window < windows; window += filler.Together)
            {
                filler.Fill(
                    first + window, Math.Min(filler.Together, windows - window), buckets + ((nint)window * plan.Buckets * LaneRow.QuadrupleLimbs));
            }

            SumBuckets(buckets, plan.Buckets, windows, sums + first);
        }

        return Join(plan, new ReadOnlySpan<EdwardsPoint>(sums, plan.Count));
    }

    // Adds half of its range to each window but the highest, so that a digit is a window of the sum minus that half: no carries to follow.
    private static void WriteScalars(WindowPlan plan, ReadOnlySpan<Scalar> scalars, ulong* words)
    {
        Span<ulong> offset = stackalloc ulong[4];
        for (int window = 0; window < plan.Count - 1; window++)
        {
            int bit = plan.Start(window) + plan.Width(window) - 1;
            offset[bit >> 6] |= 1UL << (bit & 63);
        }

        for (int index = 0; index < scalars.Length; index++)
        {
            scalars[index].WriteSum(offset, new Span<ulong>(words + (4 * index), 4));
        }
    }

    // In each lane a window's sum of (k + 1) · bucket k: the sum of all the tails.
    [SkipLocalsInit]
    private static void SumBuckets(long* buckets, int count, int windows, EdwardsPoint* sums)
    {
        long** rows = stackalloc long*[LaneRow.MaxLanes];
        LanePoint<T> tail = LanePoint<T>.Identity;
        LanePoint<T> sum = tail, bucket = tail;
        T twoD = LaneConstants<T>.TwoD;
        for (int index = count; index-- > 0;)
        {
            for (int lane = 0; lane < T.Count; lane++)
            {
                // Lanes without a window repeat the first.
                rows[lane] = buckets + ((((nint)(lane < windows ? lane : 0) * count) + index) * LaneRow.QuadrupleLimbs);
            }

            bucket.Load(rows);
            tail.Add(bucket, twoD);
            sum.Add(tail, twoD);
        }

        sum.Store(sums);
    }

    private static EdwardsPoint Join(WindowPlan plan, ReadOnlySpan<EdwardsPoint> sums)
    {
        EdwardsPoint sum = sums[plan.Count - 1];
        for (int window = plan.Count - 1; window-- > 0;)
        {
            sum = LaneDoubling<T>.DoubleTimes(sum, plan.Width(window)) + sums[window];
        }

        return sum;
    }
}
