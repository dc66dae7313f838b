using System.Numerics;
using Komandor.Cryptography.Tests.Curve25519;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>Integers modulo ℓ.</summary>
internal static class SlowScalar
{
    internal static BigInteger Modulo(BigInteger value)
    {
        BigInteger rest = value % SlowCurve.Order;
        return rest.Sign < 0 ? rest + SlowCurve.Order : rest;
    }

    internal static BigInteger Power(BigInteger value, BigInteger exponent) => BigInteger.ModPow(value, exponent, SlowCurve.Order);

    internal static BigInteger Invert(BigInteger value) => Power(value, SlowCurve.Order - 2);
}
