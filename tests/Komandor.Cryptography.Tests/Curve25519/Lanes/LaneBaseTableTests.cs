using System.Numerics;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;

namespace Komandor.Cryptography.Tests.Curve25519.Lanes;

/// <summary>Fixed-base multiplication in every backend against the scalar engine's.</summary>
public sealed class LaneBaseTableTests
{
    [Fact]
    public void Multiply_CornersAndOthers_AgreesWithMultiplyOfThePoint()
    {
        EdwardsPoint point = Ristretto255.FromUniformBytes(System.Security.Cryptography.SHA512.HashData([7]));
        Check<ScalarLane>(point);
        Check<Avx2Lanes>(point);
        Check<Avx512Lanes>(point);
    }

    private static void Check<T>(EdwardsPoint point)
        where T : unmanaged, ILaneField<T>
    {
        if (!T.IsSupported)
        {
            return;
        }

        LaneBaseTable<T> table = new(point);
        BigInteger eights = BigInteger.Parse("0888888888888888888888888888888888888888888888888888888888888888", System.Globalization.NumberStyles.HexNumber, null);
        BigInteger sevens = BigInteger.Parse("0777777777777777777777777777777777777777777777777777777777777777", System.Globalization.NumberStyles.HexNumber, null);
        BigInteger hash = SlowCurve.Number(System.Security.Cryptography.SHA256.HashData([1])) % SlowCurve.Order;
        foreach (BigInteger number in new[] { 0, 1, 7, 8, 9, 15, 16, SlowCurve.Order - 1, BigInteger.Pow(2, 252), eights, sevens, hash, SlowCurve.Order - hash })
        {
            Assert.True(Scalar.TryRead(SlowCurve.Bytes(number), out Scalar scalar));
            Assert.Equal(1UL, point.Multiply(scalar).EqualsMask(table.Multiply(scalar)));
        }
    }
}
