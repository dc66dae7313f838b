using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;

namespace Komandor.Cryptography.Tests.Curve25519.Lanes;

/// <summary>Pippenger's sums in every backend against Straus's of the scalar engine.</summary>
public sealed class LaneSumsTests
{
    [Fact]
    public void Sum_EveryLengthThroughThreeVectors_AgreesWithStraus()
    {
        (Scalar[] scalars, EdwardsPoint[] points) = Make(49);
        for (int count = 0; count <= 49; count++)
        {
            Check(scalars.AsSpan(0, count), points.AsSpan(0, count));
        }
    }

    [Theory]
    [InlineData(200)]
    [InlineData(1_000)]
    public void Sum_ManyPoints_AgreesWithStraus(int count)
    {
        (Scalar[] scalars, EdwardsPoint[] points) = Make(count);
        Check(scalars, points);
    }

    [Fact]
    public void Sum_ScalarsThatFillOneBucket_AgreesWithStraus()
    {
        (Scalar[] scalars, EdwardsPoint[] points) = Make(300);
        Check(Enumerable.Repeat(scalars[0], 300).ToArray(), points);
        Check(Enumerable.Repeat(-Scalar.One, 300).ToArray(), points);
        Check(Enumerable.Repeat(Scalar.One, 300).ToArray(), points);
        Check(new Scalar[300], points);
        Check(scalars, Enumerable.Repeat(points[0], 300).ToArray());
    }

    private static void Check(ReadOnlySpan<Scalar> scalars, ReadOnlySpan<EdwardsPoint> points)
    {
        EdwardsPoint wanted = Straus.Sum(scalars, points);
        Assert.Equal(1UL, wanted.EqualsMask(LaneSums<ScalarLane>.Sum(scalars, points)));
        if (Avx2Lanes.IsSupported)
        {
            Assert.Equal(1UL, wanted.EqualsMask(LaneSums<Avx2Lanes>.Sum(scalars, points)));
        }

        if (Avx512Lanes.IsSupported)
        {
            Assert.Equal(1UL, wanted.EqualsMask(LaneSums<Avx512Lanes>.Sum(scalars, points)));
        }
    }

    // Points with torsion, neutral ones and some whose Z is 1 among others.
    private static (Scalar[] Scalars, EdwardsPoint[] Points) Make(int count)
    {
        Assert.True(EdwardsPoint.TryReadCanonical(
            Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), out EdwardsPoint eighth));
        Scalar[] scalars = new Scalar[count];
        EdwardsPoint[] points = new EdwardsPoint[count];
        EdwardsPoint point = EdwardsPoint.Base;
        for (int index = 0; index < count; index++)
        {
            scalars[index] = (index % 11) switch
            {
                3 => default,
                5 => Scalar.One,
                7 => -Scalar.One,
                _ => Scalar.ReadWide(System.Security.Cryptography.SHA512.HashData(BitConverter.GetBytes(index))),
            };
            points[index] = index % 13 == 4 ? EdwardsPoint.Identity : point;
            point = (point.Double() + eighth).Double() + EdwardsPoint.Base + eighth;
        }

        return (scalars, points);
    }
}
