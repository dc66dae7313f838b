using System.Buffers;

namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>Sums of multiples of points, of which some have been prepared, by <see cref="LanePippenger{T}"/>. Variable time.</summary>
internal static unsafe class LaneSums<T>
    where T : unmanaged, ILaneField<T>
{
    /// <summary>The sum of scalar · point. Nothing that is rented is secret.</summary>
    internal static EdwardsPoint Sum(ReadOnlySpan<Scalar> scalars, ReadOnlySpan<EdwardsPoint> points)
    {
        int count = points.Length;
        int words = LaneArena.Words<long>((count + 1) * LaneRow.TripleLimbs) + LaneRows<T>.Words(count);
        long[] buffer = ArrayPool<long>.Shared.Rent(words);
        EdwardsPoint sum;
        fixed (long* start = buffer)
        {
            LaneArena arena = new(start, buffer.Length);
            long* rows = arena.Take<long>((count + 1) * LaneRow.TripleLimbs);
            LaneRows<T>.Prepare(points, rows, ref arena);
            sum = LanePippenger<T>.Sum(rows, scalars, count);
        }

        ArrayPool<long>.Shared.Return(buffer);
        return sum;
    }
}
