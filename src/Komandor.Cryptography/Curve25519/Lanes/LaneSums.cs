using System.Buffers;
using Komandor.Primitives;

namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>Sums of multiples of points, of which some have been prepared, by <see cref="LanePippenger{T}"/>. Variable time.</summary>
internal static unsafe class LaneSums<T>
    where T : unmanaged, ILaneField<T>
{
    /// <summary>The rows of points that many sums will use.</summary>
    internal static long[] Prepare(ReadOnlySpan<EdwardsPoint> points)
    {
        int length = points.Length * LaneRow.TripleLimbs;
        long[] buffer = new long[length + LaneRows<T>.Words(points.Length)];
        fixed (long* start = buffer)
        {
            LaneArena arena = new(start + length, buffer.Length - length);
            LaneRows<T>.Prepare(points, start, ref arena);
        }

        return buffer[..length];
    }

    /// <summary>The sum of scalar · point.</summary>
    internal static EdwardsPoint Sum(ReadOnlySpan<Scalar> scalars, ReadOnlySpan<EdwardsPoint> points) => Sum([], [], scalars, points);

    /// <summary>The sum of scalar · point over prepared rows and over points. Nothing that is rented is secret.</summary>
    /// <param name="prepared">What <see cref="Prepare"/> made.</param>
    /// <param name="preparedScalars">Multiples of the first so many of the prepared points.</param>
    /// <param name="scalars">Multiples of <paramref name="points"/>.</param>
    /// <param name="points">Points that were not prepared.</param>
    internal static EdwardsPoint Sum(
        ReadOnlySpan<long> prepared, ReadOnlySpan<Scalar> preparedScalars, ReadOnlySpan<Scalar> scalars, ReadOnlySpan<EdwardsPoint> points)
    {
        Invariant.Require(scalars.Length == points.Length);
        int count = preparedScalars.Length + scalars.Length;
        int words = LaneArena.Words<long>((count + 1) * LaneRow.TripleLimbs) + LaneArena.Words<Scalar>(count) + LaneRows<T>.Words(points.Length);
        long[] buffer = ArrayPool<long>.Shared.Rent(words);
        EdwardsPoint sum;
        fixed (long* start = buffer)
        {
            LaneArena arena = new(start, buffer.Length);
            long* rows = arena.Take<long>((count + 1) * LaneRow.TripleLimbs);
            Span<Scalar> all = new(arena.Take<Scalar>(count), count);
            preparedScalars.CopyTo(all);
            scalars.CopyTo(all[preparedScalars.Length..]);
            int preparedLimbs = preparedScalars.Length * LaneRow.TripleLimbs;
            prepared[..preparedLimbs].CopyTo(new Span<long>(rows, preparedLimbs));
            LaneRows<T>.Prepare(points, rows + preparedLimbs, ref arena);
            sum = LanePippenger<T>.Sum(rows, all, count);
        }

        ArrayPool<long>.Shared.Return(buffer);
        return sum;
    }
}
