using System.Numerics;
using CsCheck;
using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Tests.Curve25519;

public sealed class FieldElementTests
{
    // Corners of tight and loose limbs and of the carries (field.md §3).
    private static readonly ulong[] _corners = [0, 1, (1UL << 51) - 19, (1UL << 51) - 1, 1UL << 51, (1UL << 51) + (1UL << 13) - 1, (1UL << 54) - 1];

    private static readonly Gen<ulong[]> _limbs = Gen.Frequency(
        (1, Gen.Int[0, _corners.Length - 1].Select(index => _corners[index])), (2, Gen.ULong[0, (1UL << 54) - 1])).Array[5];

    [Fact]
    public void Arithmetic_AllLimbsAtTheirCorners_AgreesWithBigIntegers()
    {
        foreach (ulong evenLeft in _corners)
        {
            foreach (ulong oddLeft in _corners)
            {
                foreach (ulong evenRight in _corners)
                {
                    foreach (ulong oddRight in _corners)
                    {
                        AssertAgrees([evenLeft, oddLeft, evenLeft, oddLeft, evenLeft], [evenRight, oddRight, evenRight, oddRight, evenRight]);
                    }
                }
            }
        }
    }

    [Fact]
    public void Arithmetic_AnyLooseLimbs_AgreesWithBigIntegers() =>
        Gen.Select(_limbs, _limbs).Sample((left, right) => AssertAgrees(left, right), iter: 2_000);

    [Fact]
    public void InvertAndRoot_AnyElements_AgreeWithBigIntegers() =>
        Gen.Select(_limbs, _limbs).Sample(
            (left, right) =>
            {
                (FieldElement u, FieldElement v) = (Element(left), Element(right));
                (BigInteger slowU, BigInteger slowV) = (Value(left), Value(right));
                Assert.Equal(SlowCurve.Invert(slowU), Value(u.Invert()));
                ulong square = FieldElement.SquareRootOfRatio(u, v, out FieldElement root);
                BigInteger ratio = SlowCurve.Modulo(slowU * SlowCurve.Invert(slowV));
                bool isSquare = slowU == 0 || (slowV != 0 && BigInteger.ModPow(ratio, (SlowCurve.P - 1) / 2, SlowCurve.P) == 1);
                Assert.Equal(isSquare, square == 1);
                BigInteger wanted = isSquare ? ratio : SlowCurve.Modulo(ratio * BigInteger.ModPow(2, (SlowCurve.P - 1) / 4, SlowCurve.P));
                BigInteger squared = BigInteger.ModPow(Value(root), 2, SlowCurve.P);

                // Of the two roots of −1 either may be meant by the power of two; RFC 9496 takes the even one.
                Assert.True(squared == wanted || (!isSquare && squared == SlowCurve.Modulo(-wanted)));
                Assert.True(Value(root).IsEven);
            },
            iter: 100);

    [Fact]
    public void InvertBatch_SomeZero_AgreesWithSingleInversions() =>
        Gen.OneOf(_limbs, Gen.Const(new ulong[5])).Array[0, 9].Sample(
            all =>
            {
                FieldElement[] values = all.Select(Element).ToArray();
                BigInteger[] wanted = all.Select(limbs => SlowCurve.Invert(Value(limbs))).ToArray();
                FieldElement.InvertBatch(values, new FieldElement[values.Length]);
                Assert.Equal(wanted, values.Select(Value));
            },
            iter: 50);

    [Fact]
    public void Write_ValuesAroundP_IsCanonical()
    {
        for (int offset = -20; offset < 19; offset++)
        {
            byte[] encoded = SlowCurve.Bytes(SlowCurve.P + offset);
            Assert.Equal(SlowCurve.Modulo(offset), Value(FieldElement.Read(encoded)));
            encoded[31] |= 0x80;
            Assert.Equal(SlowCurve.Modulo(offset), Value(FieldElement.Read(encoded)));
            Assert.Equal(offset == 0 ? 1UL : 0UL, FieldElement.Read(encoded).IsZeroMask());
        }
    }

    [Fact]
    public void Constants_OfTheCurve_AreTheRootsThatTheRfcNames()
    {
        Assert.Equal(SlowCurve.D, Value(FieldConstants.D));
        Assert.Equal(
            BigInteger.Parse("19681161376707505956807079304988542015446066515923890162744021073123829784752", null),
            Value(FieldConstants.RootOfMinusOne));
        Assert.Equal(
            BigInteger.Parse("25063068953384623474111414158702152701244531502492656460079210482610430750235", null),
            Value(FieldConstants.RootOfADMinusOne));
        Assert.Equal(
            BigInteger.Parse("54469307008909316920995813868745141605393597292927456921205312896311721017578", null),
            Value(FieldConstants.InverseRootOfAMinusD));
    }

    private static void AssertAgrees(ulong[] left, ulong[] right)
    {
        (FieldElement a, FieldElement b) = (Element(left), Element(right));
        (BigInteger slowA, BigInteger slowB) = (Value(left), Value(right));
        Assert.Equal(slowA * slowB % SlowCurve.P, Value(a * b));
        Assert.Equal(slowA * slowA % SlowCurve.P, Value(a.Square()));
        Assert.Equal(SlowCurve.Modulo(slowA - slowB), Value(a - b));
        Assert.Equal(SlowCurve.Modulo(slowA + slowB), Value(a + b));
        Assert.Equal(SlowCurve.Modulo(-slowA), Value(-a));
        Assert.Equal(slowA == slowB, a.EqualsMask(b) == 1);
        Assert.Equal(slowA.IsEven ? 0UL : 1UL, a.IsNegativeMask());
        Assert.Equal(slowA, Value(a.Select(b, 0)));
        Assert.Equal(slowB, Value(a.Select(b, 1)));

        // A tight result may be used again at once.
        Assert.Equal(BigInteger.ModPow(SlowCurve.Modulo(slowA - slowB) * slowA % SlowCurve.P * 2, 2, SlowCurve.P), Value((((a - b) * a) + ((a - b) * a)).Square()));
    }

    private static FieldElement Element(ulong[] limbs) => new(limbs[0], limbs[1], limbs[2], limbs[3], limbs[4]);

    private static BigInteger Value(ulong[] limbs) =>
        SlowCurve.Modulo(limbs.Reverse().Aggregate(BigInteger.Zero, (sum, limb) => (sum << 51) + limb));

    private static BigInteger Value(FieldElement element)
    {
        byte[] bytes = new byte[32];
        element.Write(bytes);
        BigInteger value = SlowCurve.Number(bytes);
        Assert.True(value < SlowCurve.P);
        return value;
    }
}
