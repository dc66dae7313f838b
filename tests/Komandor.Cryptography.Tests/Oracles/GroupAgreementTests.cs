using System.Numerics;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.Tests.Curve25519;
using Komandor.Cryptography.Tests.Proofs;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>The group that proofs are made of, one by one and in lanes, against big integers: readers, writers, hashing, sums.</summary>
public sealed class GroupAgreementTests
{
    [Fact]
    public void Read_AnyEncoding_AgreesWithTheSlowReader()
    {
        byte[][] encodings =
        [
            .. Enumerable.Range(0, 40).Select(number => SlowCurve.Bytes(number)),
            .. Enumerable.Range(0, 40).Select(number => SlowCurve.Bytes(SlowCurve.P - 20 + number)),
            .. Enumerable.Range(0, 10).Select(number => SlowCurve.Bytes(BigInteger.Pow(2, 255) + number)),
            .. Enumerable.Range(0, 60).Select(number => Even(Sample.Randomness(number))),
            .. Sample.BadPoints().Select(bad => bad.Item),
        ];
        EdwardsPoint[] points = new EdwardsPoint[encodings.Length];
        bool[] valid = new bool[encodings.Length];
        Ristretto255.TryReadBatch([.. encodings.SelectMany(encoding => encoding)], points, valid);
        for (int index = 0; index < encodings.Length; index++)
        {
            SlowPoint? slow = SlowRistretto.Decode(encodings[index]);
            Assert.Equal(slow is not null, valid[index]);
            Assert.Equal(valid[index], Ristretto255.TryRead(encodings[index], out EdwardsPoint alone));
            if (slow is { } point)
            {
                Assert.Equal(encodings[index], SlowRistretto.Encode(point));
                Assert.Equal(encodings[index], Sample.Encode(points[index]));
                Assert.Equal(encodings[index], Sample.Encode(alone));
            }
        }
    }

    [Fact]
    public void ImageBase_OfAnyKey_AgreesWithTheSlowOne()
    {
        for (int number = 1; number < 20; number++)
        {
            SlowPoint key = number * SlowPoint.Base;
            byte[] encoded = SlowRistretto.Encode(key);
            Assert.Equal(SlowRistretto.Encode(SlowGenerators.Image(key)), Sample.Encode(Generators.KeyImageBase(encoded)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(40)]
    public void Sum_OfExtremeScalarsOverPointsThatRepeat_AgreesWithTheSlowOne(int count)
    {
        BigInteger[] corners =
        [
            0, 1, 8, SlowCurve.Order - 1, SlowCurve.Order - 8, BigInteger.Pow(2, 252), BigInteger.Pow(2, 252) - 1, SlowCurve.Order / 2,
            SlowCurve.Number(Enumerable.Repeat((byte)0x77, 31).ToArray()), SlowCurve.Number(Enumerable.Repeat((byte)0x88, 31).ToArray()),
        ];
        for (int shift = 0; shift < corners.Length; shift++)
        {
            BigInteger[] numbers = [.. Enumerable.Range(0, count).Select(index => corners[(index + shift) % corners.Length])];

            // Points repeat, one is another's negative, and one is neutral: additions that are doublings, cancel, or add nothing.
            EdwardsPoint[] points = [.. Enumerable.Range(0, count).Select(index => Corner(index % 5))];
            SlowPoint slow = SlowPoint.Sum([.. numbers.Zip(points.Select(point => SlowRistretto.Decode(Sample.Encode(point))!.Value))]);
            Scalar[] scalars = [.. numbers.Select(Sample.Number)];
            byte[] expected = SlowRistretto.Encode(slow);
            Assert.Equal(expected, Sample.Encode(MultiScalar.SumVariableTime(scalars, points)));
            Assert.Equal(expected, Sample.Encode(SecretSum.Sum(scalars, points)));
            EdwardsPoint[] single = new EdwardsPoint[1];
            SideBySide.Compute(count, 253, scalars, points, single);
            Assert.Equal(expected, Sample.Encode(single[0]));
        }
    }

    private static EdwardsPoint Corner(int kind) => kind switch
    {
        0 => EdwardsPoint.Base,
        1 => Generators.Value,
        2 => -Generators.Value,
        3 => EdwardsPoint.Identity,
        _ => Generators.Value + EdwardsPoint.Base,
    };

    private static byte[] Even(byte[] bytes)
    {
        bytes[0] &= 0xfe;
        bytes[31] &= 0x7f;
        return bytes;
    }
}
