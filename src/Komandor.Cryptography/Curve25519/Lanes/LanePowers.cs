using System.Runtime.CompilerServices;

namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>Inversion and square roots in lanes; the scalar definitions are <see cref="FieldElement"/>'s. Constant time.</summary>
internal static class LanePowers<T>
    where T : unmanaged, ILaneField<T>
{
    /// <summary>The inverse of an element of weight 1; zero for zero.</summary>
    [SkipLocalsInit]
    internal static void Invert(in T value, out T inverse)
    {
        // p − 2 = 2²⁵⁵ − 21 = (2²⁵² − 3)·2³ + 3.
        T.Square(value, out T cube);
        T.Multiply(cube, value, out cube);
        PowerP58(value, out inverse);
        SquareTimes(ref inverse, 3);
        T.Multiply(inverse, cube, out inverse);
    }

    /// <summary>The power 2²⁵² − 3 = (p − 5)/8 of an element of weight 1.</summary>
    [SkipLocalsInit]
    internal static void PowerP58(in T value, out T power)
    {
        // A name's number is the count of one bits of its exponent.
        T.Square(value, out T ones5);
        T.Multiply(ones5, value, out ones5);
        Append(ones5, 2, ones5, out ones5);
        Append(ones5, 1, value, out ones5);
        Append(ones5, 5, ones5, out T ones10);
        Append(ones10, 10, ones10, out T ones50);
        Append(ones50, 20, ones50, out ones50);
        Append(ones50, 10, ones10, out ones50);
        Append(ones50, 50, ones50, out T ones250);
        Append(ones250, 100, ones250, out ones250);
        Append(ones250, 50, ones50, out ones250);
        Append(ones250, 2, value, out power);
    }

    /// <summary>RFC 9496 §4.2, SQRT_RATIO_M1, of elements of weight 1; the root is of weight 1.</summary>
    /// <returns>The lanes whose ratio is a square.</returns>
    [SkipLocalsInit]
    internal static uint SquareRootOfRatio(in T numerator, in T denominator, out T root)
    {
        T.Square(denominator, out T cube);
        T.Multiply(cube, denominator, out cube);
        T.Square(cube, out T power);
        T.Multiply(power, denominator, out power);
        T.Multiply(power, numerator, out power);
        PowerP58(power, out power);
        T.Multiply(power, cube, out power);
        T.Multiply(power, numerator, out root);
        T.Square(root, out T check);
        T.Multiply(check, denominator, out check);
        T.Multiply(numerator, LaneConstants<T>.RootOfMinusOne, out T turned);
        T.Subtract(check, numerator, out T difference);
        T.Add(check, numerator, out T sum);
        T.Add(check, turned, out T turnedSum);
        uint correct = T.ZeroMask(difference);
        uint flipped = T.ZeroMask(sum);
        uint flippedByRoot = T.ZeroMask(turnedSum);
        T.Multiply(root, LaneConstants<T>.RootOfMinusOne, out turned);
        T.Select(flipped | flippedByRoot, root, turned, out root);
        Absolute(ref root);
        return correct | flipped;
    }

    /// <summary>The elements or their negatives, whichever are not negative; the weight stays.</summary>
    [SkipLocalsInit]
    internal static void Absolute(ref T value) => NegateWhere(T.NegativeMask(value), ref value);

    /// <summary>Negates the lanes of <paramref name="mask"/>; the weight stays.</summary>
    [SkipLocalsInit]
    internal static void NegateWhere(uint mask, ref T value)
    {
        T.Subtract(LaneConstants<T>.Zero, value, out T negative);
        T.Select(mask, value, negative, out value);
    }

    // value^(2^count) · factor.
    [SkipLocalsInit]
    private static void Append(in T value, int count, in T factor, out T result)
    {
        T power = value;
        T last = factor;
        SquareTimes(ref power, count);
        T.Multiply(power, last, out result);
    }

    private static void SquareTimes(ref T value, int count)
    {
        for (int index = 0; index < count; index++)
        {
            T.Square(value, out value);
        }
    }
}
