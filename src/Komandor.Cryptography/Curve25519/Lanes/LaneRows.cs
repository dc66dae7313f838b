using System.Runtime.CompilerServices;

namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>Prepares points to be added by <see cref="LanePoint{T}"/>: a row each.</summary>
internal static unsafe class LaneRows<T>
    where T : unmanaged, ILaneField<T>
{
    /// <summary>The words that <see cref="Prepare"/> takes from an arena.</summary>
    internal static int Words(int count) => LaneArena.Words<T>((count / T.Count) + 1);

    /// <summary>Writes a row of y + x, y − x and 2·d·x·y for each point; one inversion serves all. Variable time in whether every Z is 1.</summary>
    /// <param name="points">The points.</param>
    /// <param name="rows">Gets <see cref="LaneRow.TripleLimbs"/> limbs a point.</param>
    /// <param name="arena">Where to take memory from.</param>
    [SkipLocalsInit]
    internal static void Prepare(ReadOnlySpan<EdwardsPoint> points, long* rows, ref LaneArena arena)
    {
        if (points.IsEmpty)
        {
            return;
        }

        T* prefixes = arena.Take<T>((points.Length / T.Count) + 1);
        long** sources = stackalloc long*[LaneRow.MaxLanes];
        long** targets = stackalloc long*[LaneRow.MaxLanes];

        // Safe: a point is four elements of five words, which is a row of 20 limbs.
        fixed (EdwardsPoint* first = points)
        {
            bool isAffine = IsAffine(points);
            int groups = (points.Length + T.Count - 1) / T.Count;
            T inverse = LaneConstants<T>.One;
            if (!isAffine)
            {
                for (int group = 0; group < groups; group++)
                {
                    prefixes[group] = inverse;
                    PointTo(sources, targets, (long*)first, rows, group, points.Length);
                    T.LoadQuadruples(sources, out _, out _, out T z, out _);
                    T.FromWords(ref z);
                    T.Multiply(inverse, z, out inverse);
                }

                LanePowers<T>.Invert(inverse, out inverse);
            }

            for (int group = groups; group-- > 0;)
            {
                PointTo(sources, targets, (long*)first, rows, group, points.Length);
                T.LoadQuadruples(sources, out T x, out T y, out T z, out _);
                T.FromWords(ref x);
                T.FromWords(ref y);
                if (!isAffine)
                {
                    T.FromWords(ref z);
                    T.Multiply(inverse, prefixes[group], out T inverseZ);
                    T.Multiply(inverse, z, out inverse);
                    T.Multiply(x, inverseZ, out x);
                    T.Multiply(y, inverseZ, out y);
                }

                Write(x, y, targets);
            }
        }
    }

    /// <summary>Writes a lane's row for each affine point of weight 1.</summary>
    [SkipLocalsInit]
    internal static void Write(in T x, in T y, long** targets)
    {
        T.Multiply(x, y, out T twoDT);
        T.Multiply(twoDT, LaneConstants<T>.TwoD, out twoDT);
        T.Add(y, x, out T plus);
        T.Subtract(y, x, out T minus);
        T.Carry(ref plus);
        T.Carry(ref minus);
        T.StoreTriples(targets, plus, minus, twoDT);
    }

    // Lanes past the last point repeat it.
    private static void PointTo(long** sources, long** targets, long* points, long* rows, int group, int count)
    {
        for (int lane = 0; lane < T.Count; lane++)
        {
            int index = Math.Min((group * T.Count) + lane, count - 1);
            sources[lane] = points + ((nint)index * LaneRow.QuadrupleLimbs);
            targets[lane] = rows + ((nint)index * LaneRow.TripleLimbs);
        }
    }

    private static bool IsAffine(ReadOnlySpan<EdwardsPoint> points)
    {
        foreach (ref readonly EdwardsPoint point in points)
        {
            if (!point.Z.IsOneExactly)
            {
                return false;
            }
        }

        return true;
    }
}
