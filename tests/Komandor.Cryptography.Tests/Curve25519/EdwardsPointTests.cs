using System.Numerics;
using CsCheck;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;

namespace Komandor.Cryptography.Tests.Curve25519;

public sealed class EdwardsPointTests
{
    // A point of order 8, as RFC 8032's encoding.
    private const string Torsion = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05";

    [Fact]
    public void TryRead_AnyBytesAndValuesAroundP_AgreesWithBigIntegers()
    {
        Gen<byte[]> around = Gen.Select(Gen.Int[-5, 18], Gen.Bool).Select(
            (offset, sign) => SlowCurve.Bytes(SlowCurve.P + offset + (sign ? BigInteger.Pow(2, 255) : 0)));
        Gen<byte[]> small = Gen.Select(Gen.Int[0, 20], Gen.Bool).Select(
            (value, sign) => SlowCurve.Bytes(value + (sign ? BigInteger.Pow(2, 255) : 0)));
        Gen.OneOf(Gen.Byte.Array[32], around, small).Sample(
            encoded =>
            {
                (BigInteger X, BigInteger Y)? slow = SlowCurve.Decode(encoded);
                Assert.Equal(slow is not null, EdwardsPoint.TryReadZip215(encoded, out EdwardsPoint point));
                bool canonical = slow is not null && SlowCurve.Encode(slow.Value).SequenceEqual(encoded);
                Assert.Equal(canonical, EdwardsPoint.TryReadCanonical(encoded, out _));
                if (slow is not null)
                {
                    Assert.Equal(SlowCurve.Encode(slow.Value), Encode(point));
                }
            },
            iter: 500);
    }

    [Fact]
    public void Arithmetic_MultiplesAndTorsion_AgreesWithBigIntegers() =>
        Gen.Select(Gen.Byte.Array[32], Gen.Byte.Array[32], Gen.Int[0, 7], Gen.Int[0, 7]).Sample(
            (left, right, leftTorsion, rightTorsion) =>
            {
                (EdwardsPoint a, (BigInteger, BigInteger) slowA) = Make(left, leftTorsion);
                (EdwardsPoint b, (BigInteger, BigInteger) slowB) = Make(right, rightTorsion);
                Assert.Equal(SlowCurve.Encode(SlowCurve.Add(slowA, slowB)), Encode(a + b));
                Assert.Equal(SlowCurve.Encode(SlowCurve.Add(slowA, slowA)), Encode(a.Double()));
                Assert.Equal(SlowCurve.Encode(SlowCurve.Add(slowA, slowA)), Encode(a + a));
                Assert.Equal(1UL, (a + (-a)).IsIdentityMask());
                Assert.Equal(0UL, a.IsIdentityMask());
                Assert.Equal(1UL, (a + b).EqualsMask(b + a));
                Assert.Equal(0UL, (a + EdwardsPoint.Base).EqualsMask(a));
                Assert.Equal(SlowCurve.Encode(SlowCurve.Multiply(8, slowA)), Encode(a.MultiplyByCofactor()));
            },
            iter: 15);

    [Fact]
    public void Sums_AnySize_AgreeWithSingleMultiplications() =>
        Gen.Select(Gen.Byte.Array[32].Array[0, 12], Gen.Int[0, 7]).Sample(
            (seeds, torsion) =>
            {
                (Scalar[] scalars, EdwardsPoint[] points, EdwardsPoint wanted) = Make(seeds, torsion);
                Assert.Equal(1UL, wanted.EqualsMask(MultiScalar.SumVariableTime(scalars, points)));
                Assert.Equal(1UL, wanted.EqualsMask(LaneSums<ScalarLane>.Sum(scalars, points)));
                Assert.Equal(1UL, wanted.EqualsMask(Straus.Sum(scalars, points)));
            },
            iter: 40);

    [Theory]
    [InlineData(369)]
    [InlineData(370)]
    [InlineData(950)]
    public void SumVariableTime_ManyPoints_AgreesWithSingleMultiplications(int count)
    {
        byte[][] seeds = Enumerable.Range(0, count).Select(index => System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(index))).ToArray();
        (Scalar[] scalars, EdwardsPoint[] points, EdwardsPoint wanted) = Make(seeds, 3);
        Assert.Equal(1UL, wanted.EqualsMask(MultiScalar.SumVariableTime(scalars, points)));
    }

    [Fact]
    public void DoubleBaseVariableTime_AnyScalars_AgreesWithSingleMultiplications() =>
        Gen.Select(Gen.Byte.Array[64], Gen.Byte.Array[64], Gen.Byte.Array[32]).Sample(
            (left, right, seed) =>
            {
                EdwardsPoint point = MakePoint(seed, 5);
                (Scalar a, Scalar b) = (Scalar.ReadWide(left), Scalar.ReadWide(right));
                EdwardsPoint wanted = point.Multiply(a) + EdwardsPoint.Base.Multiply(b);
                Assert.Equal(1UL, wanted.EqualsMask(MultiScalar.DoubleBaseVariableTime(a, point, b)));
            },
            iter: 40);

    [Fact]
    public void Multiply_ExtremeScalars_AgreesWithBigIntegers()
    {
        foreach (BigInteger scalar in new BigInteger[] { 0, 1, 2, 15, 16, SlowCurve.Order - 1, BigInteger.Pow(2, 252), BigInteger.Pow(2, 252) - 1 })
        {
            Assert.True(Scalar.TryRead(SlowCurve.Bytes(scalar), out Scalar fast));
            byte[] wanted = SlowCurve.Encode(SlowCurve.Multiply(scalar, SlowCurve.Base));
            Assert.Equal(wanted, Encode(EdwardsPoint.Base.Multiply(fast)));
            Assert.Equal(wanted, Encode(Straus.Sum([fast], [EdwardsPoint.Base])));
            Assert.Equal(wanted, Encode(LaneSums<ScalarLane>.Sum([fast], [EdwardsPoint.Base])));
            Assert.Equal(wanted, Encode(MultiScalar.DoubleBaseVariableTime(default, EdwardsPoint.Base, fast)));
        }
    }

    private static (Scalar[] Scalars, EdwardsPoint[] Points, EdwardsPoint Sum) Make(byte[][] seeds, int torsion)
    {
        EdwardsPoint[] points = seeds.Select(seed => MakePoint(seed, torsion)).ToArray();
        Scalar[] scalars = seeds.Select(seed => Scalar.ReadWide([.. seed.Reverse(), .. seed])).ToArray();
        EdwardsPoint sum = EdwardsPoint.Identity;
        for (int index = 0; index < points.Length; index++)
        {
            sum += points[index].Multiply(scalars[index]);
        }

        return (scalars, points, sum);
    }

    private static (EdwardsPoint Point, (BigInteger X, BigInteger Y) Slow) Make(byte[] seed, int torsion)
    {
        (BigInteger X, BigInteger Y) slow = SlowCurve.Multiply(SlowCurve.Number(seed.AsSpan(0, 2)), SlowCurve.Base);
        (BigInteger X, BigInteger Y) eighth = SlowCurve.Decode(Convert.FromHexString(Torsion))!.Value;
        for (int count = 0; count < torsion; count++)
        {
            slow = SlowCurve.Add(slow, eighth);
        }

        return (MakePoint(seed, torsion), slow);
    }

    private static EdwardsPoint MakePoint(byte[] seed, int torsion)
    {
        EdwardsPoint point = EdwardsPoint.Base.Multiply(Scalar.ReadWide([.. seed.AsSpan(0, 2), .. new byte[62]]));
        Assert.True(EdwardsPoint.TryReadCanonical(Convert.FromHexString(Torsion), out EdwardsPoint eighth));
        for (int count = 0; count < torsion; count++)
        {
            point += eighth;
        }

        return point;
    }

    private static byte[] Encode(EdwardsPoint point)
    {
        byte[] encoded = new byte[32];
        point.Write(encoded);
        return encoded;
    }
}
