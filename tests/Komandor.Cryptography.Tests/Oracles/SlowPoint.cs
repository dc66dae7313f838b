using System.Numerics;
using Komandor.Cryptography.Tests.Curve25519;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>A point in extended coordinates of big integers between −p and p: x = X/Z, y = Y/Z, x·y = T/Z.</summary>
/// <remarks>From field.md §1 and §5 alone. Slow, variable time, for tests only.</remarks>
internal readonly record struct SlowPoint(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T)
{
    internal static readonly SlowPoint Neutral = new(0, 1, 1, 0);
    internal static readonly SlowPoint Base = FromAffine(SlowCurve.Base.X, SlowCurve.Base.Y);

    private static readonly BigInteger _twoD = SlowCurve.Modulo(2 * SlowCurve.D);

    // Five bits a window: buckets 1 to 31.
    private const int WindowBits = 5;

    // Fewer terms cost fewer additions bit by bit.
    private const int BucketsFrom = 20;

    internal static SlowPoint FromAffine(BigInteger x, BigInteger y) => new(x, y, 1, Reduce(x * y));

    public static SlowPoint operator +(SlowPoint left, SlowPoint right)
    {
        BigInteger a = Reduce((left.Y - left.X) * (right.Y - right.X));
        BigInteger b = Reduce((left.Y + left.X) * (right.Y + right.X));
        BigInteger c = Reduce(_twoD * Reduce(left.T * right.T));
        BigInteger d = Reduce(2 * left.Z * right.Z);
        (BigInteger e, BigInteger f, BigInteger g, BigInteger h) = (b - a, d - c, d + c, b + a);
        return new(Reduce(e * f), Reduce(g * h), Reduce(f * g), Reduce(e * h));
    }

    public static SlowPoint operator -(SlowPoint point) => new(-point.X, point.Y, point.Z, -point.T);

    public static SlowPoint operator -(SlowPoint left, SlowPoint right) => left + (-right);

    public static SlowPoint operator *(BigInteger scalar, SlowPoint point) => Sum([(scalar, point)]);

    /// <summary>Σ scalar · point; scalars are any integers, taken modulo ℓ.</summary>
    /// <remarks>One bucket for each digit of five bits, from the highest window to the lowest.</remarks>
    internal static SlowPoint Sum(IReadOnlyList<(BigInteger Scalar, SlowPoint Point)> terms)
    {
        BigInteger[] scalars = [.. terms.Select(term => SlowScalar.Modulo(term.Scalar))];
        if (terms.Count < BucketsFrom)
        {
            return DoubleAndAdd(scalars, terms);
        }

        SlowPoint sum = Neutral;
        for (int window = 252 / WindowBits; window >= 0; window--)
        {
            for (int doubling = 0; doubling < WindowBits; doubling++)
            {
                sum += sum;
            }

            sum += Window(scalars, terms, window * WindowBits);
        }

        return sum;
    }

    /// <summary>Equality in ristretto255: two points of one coset of the eight torsion points are one element.</summary>
    internal bool IsSameElement(SlowPoint other) =>
        Reduce((X * other.Y) - (Y * other.X)).IsZero || Reduce((Y * other.Y) - (X * other.X)).IsZero;

    internal bool IsNeutral => IsSameElement(Neutral);

    private static SlowPoint DoubleAndAdd(BigInteger[] scalars, IReadOnlyList<(BigInteger Scalar, SlowPoint Point)> terms)
    {
        SlowPoint sum = Neutral;
        for (int bit = 252; bit >= 0; bit--)
        {
            sum += sum;
            for (int index = 0; index < scalars.Length; index++)
            {
                sum = ((scalars[index] >> bit) & 1).IsZero ? sum : sum + terms[index].Point;
            }
        }

        return sum;
    }

    private static SlowPoint Window(BigInteger[] scalars, IReadOnlyList<(BigInteger Scalar, SlowPoint Point)> terms, int shift)
    {
        SlowPoint?[] buckets = new SlowPoint?[1 << WindowBits];
        for (int index = 0; index < scalars.Length; index++)
        {
            int digit = (int)((scalars[index] >> shift) & ((1 << WindowBits) - 1));
            if (digit > 0)
            {
                buckets[digit] = buckets[digit] is { } filled ? filled + terms[index].Point : terms[index].Point;
            }
        }

        (SlowPoint running, SlowPoint sum) = (Neutral, Neutral);
        int highest = Array.FindLastIndex(buckets, bucket => bucket is not null);
        for (int digit = highest; digit > 0; digit--)
        {
            running = buckets[digit] is { } filled ? running + filled : running;
            sum += running;
        }

        return sum;
    }

    // The rest has the sign of the value: a second division would take as long as the first.
    private static BigInteger Reduce(BigInteger value) => value % SlowCurve.P;
}
