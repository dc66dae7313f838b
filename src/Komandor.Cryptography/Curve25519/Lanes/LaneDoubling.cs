using System.Runtime.CompilerServices;

namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>Doubles one point many times with its four coordinates side by side: a chain that nothing else can be done beside.</summary>
/// <remarks>The formulas and the definition are <see cref="EdwardsPoint.DoubleTimes"/>'s. Needs four lanes.</remarks>
internal static unsafe class LaneDoubling<T>
    where T : unmanaged, ILaneField<T>
{
    /// <summary>The point times 2 to the <paramref name="count"/>, at least once.</summary>
    [SkipLocalsInit]
    internal static EdwardsPoint DoubleTimes(in EdwardsPoint point, int count)
    {
        if (T.Count < 4)
        {
            return point.DoubleTimes(count);
        }

        FieldElement* elements = stackalloc FieldElement[LaneRow.MaxLanes];
        new Span<FieldElement>(elements, LaneRow.MaxLanes).Clear();
        elements[0] = point.X;
        elements[1] = point.Y;
        elements[2] = point.Z;
        elements[3] = point.X + point.Y;
        T.Load(elements, out T point4);
        for (; count > 1; count--)
        {
            Double(ref point4);

            // T gives way to X + Y.
            T.Spread(point4, 0, out T x);
            T.Spread(point4, 1, out T y);
            T.Add(x, y, out T sum);
            T.PrepareFactor(ref sum);
            T.Select(0b1000, point4, sum, out point4);
        }

        Double(ref point4);
        T.Store(elements, point4);
        return new(elements[0], elements[1], elements[2], elements[3]);
    }

    // From X, Y, Z, X + Y to X, Y, Z, T of the point doubled. With a, b, c, s their squares: h = a + b, e = h − s, g = a − b, f = 2c + g.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Double(ref T point)
    {
        T.Square(point, out T squares);
        T.Spread(squares, 0, out T a);
        T.Spread(squares, 1, out T b);
        T.Spread(squares, 2, out T c);
        T.Spread(squares, 3, out T s);
        T.Add(a, b, out T h);
        T.Subtract(h, s, out T e);
        T.Subtract(a, b, out T g);
        T.Add(c, c, out T f);
        T.Add(f, g, out f);

        // (e·f, g·h, f·g, e·h); e has weight 3, f 4, g and h 2.
        T.Select(0b0010, e, g, out T left);
        T.Select(0b0100, left, f, out left);
        T.Select(0b0001, h, f, out T right);
        T.Select(0b0100, right, g, out right);
        T.PrepareFactor(ref left);
        T.PrepareFactor(ref right);
        T.Multiply(left, right, out point);
    }
}
