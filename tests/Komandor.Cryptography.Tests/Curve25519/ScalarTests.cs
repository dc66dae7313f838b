using System.Numerics;
using CsCheck;
using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Tests.Curve25519;

public sealed class ScalarTests
{
    [Fact]
    public void ReadWide_ExtremesAndAny_AgreesWithBigIntegers()
    {
        byte[] ones = Enumerable.Repeat((byte)0xff, 64).ToArray();
        Assert.Equal(SlowCurve.Number(ones) % SlowCurve.Order, Value(Scalar.ReadWide(ones)));
        Gen.Byte.Array[64].Sample(
            wide => Assert.Equal(SlowCurve.Number(wide) % SlowCurve.Order, Value(Scalar.ReadWide(wide))), iter: 1_000);
    }

    [Fact]
    public void Arithmetic_AroundTheOrderAndAny_AgreesWithBigIntegers() =>
        Gen.Select(Any(), Any()).Sample(
            (left, right) =>
            {
                Assert.True(Scalar.TryRead(SlowCurve.Bytes(left), out Scalar a));
                Assert.True(Scalar.TryRead(SlowCurve.Bytes(right), out Scalar b));
                Assert.Equal((left + right) % SlowCurve.Order, Value(a + b));
                Assert.Equal(left * right % SlowCurve.Order, Value(a * b));
                Assert.Equal((SlowCurve.Order - left) % SlowCurve.Order, Value(-a));
                Assert.Equal((int)((left >> 61) & 0x7ff), a.Bits(61, 11));
                Assert.Equal((int)(left >> 250), a.Bits(250, 16));
            },
            iter: 1_000);

    [Fact]
    public void TryRead_FromTheOrderOn_IsRefusedByRuleF1()
    {
        Assert.True(Scalar.TryRead(SlowCurve.Bytes(SlowCurve.Order - 1), out _));
        Assert.False(Scalar.TryRead(SlowCurve.Bytes(SlowCurve.Order), out _));
        Assert.False(Scalar.TryRead(SlowCurve.Bytes(SlowCurve.Order + 1), out _));
        Assert.False(Scalar.TryRead(SlowCurve.Bytes(BigInteger.Pow(2, 253)), out _));
        Assert.False(Scalar.TryRead(SlowCurve.Bytes(BigInteger.Pow(2, 256) - 1), out _));
    }

    private static Gen<BigInteger> Any() => Gen.OneOf(
        Gen.Byte.Array[40].Select(bytes => SlowCurve.Number(bytes) % SlowCurve.Order),
        Gen.Int[0, 3].Select(offset => new BigInteger(offset)),
        Gen.Int[1, 3].Select(offset => SlowCurve.Order - offset),
        Gen.Int[0, 252].Select(bit => BigInteger.Pow(2, bit)));

    private static BigInteger Value(Scalar scalar)
    {
        byte[] bytes = new byte[32];
        scalar.Write(bytes);
        return SlowCurve.Number(bytes);
    }
}
