using Komandor.Primitives;

namespace Komandor.Cryptography.Curve25519;

internal readonly partial struct FieldElement
{
    /// <summary>The inverse; zero for zero. Constant time.</summary>
    internal FieldElement Invert()
    {
        // p − 2 = 2²⁵⁵ − 21 = (2²⁵² − 3)·2³ + 3.
        FieldElement cube = Square() * this;
        return PowerP58().SquareTimes(3) * cube;
    }

    /// <summary>The power 2²⁵² − 3 = (p − 5)/8.</summary>
    internal FieldElement PowerP58()
    {
        // A name's number is the count of one bits of its exponent.
        FieldElement ones2 = Square() * this;
        FieldElement ones4 = ones2.SquareTimes(2) * ones2;
        FieldElement ones5 = ones4.Square() * this;
        FieldElement ones10 = ones5.SquareTimes(5) * ones5;
        FieldElement ones20 = ones10.SquareTimes(10) * ones10;
        FieldElement ones40 = ones20.SquareTimes(20) * ones20;
        FieldElement ones50 = ones40.SquareTimes(10) * ones10;
        FieldElement ones100 = ones50.SquareTimes(50) * ones50;
        FieldElement ones200 = ones100.SquareTimes(100) * ones100;
        FieldElement ones250 = ones200.SquareTimes(50) * ones50;
        return ones250.SquareTimes(2) * this;
    }

    /// <summary>RFC 9496 §4.2, SQRT_RATIO_M1: the non-negative root of numerator/denominator, or of √−1 times it if that is no square.</summary>
    /// <returns>1 if the ratio is a square (zero over anything is), else 0. Constant time.</returns>
    internal static ulong SquareRootOfRatio(in FieldElement numerator, in FieldElement denominator, out FieldElement root)
    {
        FieldElement cube = denominator.Square() * denominator;
        FieldElement seventh = cube.Square() * denominator;
        FieldElement candidate = numerator * cube * (numerator * seventh).PowerP58();
        FieldElement check = denominator * candidate.Square();
        FieldElement negative = -numerator;
        ulong correct = check.EqualsMask(numerator);
        ulong flipped = check.EqualsMask(negative);
        ulong flippedByRoot = check.EqualsMask(negative * FieldConstants.RootOfMinusOne);
        root = candidate.Select(candidate * FieldConstants.RootOfMinusOne, flipped | flippedByRoot).Absolute();
        return correct | flipped;
    }

    /// <summary>Inverts each of <paramref name="values"/> in place with one inversion; a zero stays zero. Constant time in the values.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="scratch">As long as <paramref name="values"/> at least; overwritten.</param>
    internal static void InvertBatch(Span<FieldElement> values, Span<FieldElement> scratch)
    {
        Invariant.Require(scratch.Length >= values.Length);
        FieldElement product = One;
        for (int index = 0; index < values.Length; index++)
        {
            scratch[index] = product;
            product *= values[index].Select(One, values[index].IsZeroMask());
        }

        FieldElement inverse = product.Invert();
        for (int index = values.Length; index-- > 0;)
        {
            ulong zero = values[index].IsZeroMask();
            FieldElement factor = values[index].Select(One, zero);
            values[index] = (inverse * scratch[index]).Select(default, zero);
            inverse *= factor;
        }
    }

    private FieldElement SquareTimes(int count)
    {
        FieldElement result = this;
        for (int index = 0; index < count; index++)
        {
            result = result.Square();
        }

        return result;
    }
}
