using System.Numerics;
using Komandor.Cryptography.Tests.Curve25519;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>ristretto255 in big integers, from RFC 9496 §4 alone.</summary>
internal static class SlowRistretto
{
    private static readonly BigInteger _p = SlowCurve.P;
    private static readonly BigInteger _d = SlowCurve.D;
    private static readonly BigInteger _rootOfMinusOne = Absolute(BigInteger.ModPow(2, (_p - 1) / 4, _p));

    // RFC 9496 §4.1: SQRT_AD_MINUS_ONE, whose sign is not the even one.
    private static readonly BigInteger _rootOfAdMinusOne =
        BigInteger.Parse("25063068953384623474111414158702152701244531502492656460079210482610430750235", null);

    private static readonly BigInteger _inverseRootOfAMinusD = RootOfRatio(1, Modulo(-1 - _d)).Root;

    /// <summary>RFC 9496 §4.3.1: the element, or nothing.</summary>
    internal static SlowPoint? Decode(ReadOnlySpan<byte> encoded)
    {
        BigInteger s = SlowCurve.Number(encoded);
        if (encoded.Length != 32 || s >= _p || !s.IsEven)
        {
            return null;
        }

        BigInteger u1 = Modulo(1 - (s * s));
        BigInteger u2 = Modulo(1 + (s * s));
        BigInteger v = Modulo((-_d * u1 * u1) - (u2 * u2));
        (bool isSquare, BigInteger root) = RootOfRatio(1, Modulo(v * u2 * u2));
        BigInteger denominatorX = Modulo(root * u2);
        BigInteger denominatorY = Modulo(root * denominatorX * v);
        BigInteger x = Absolute(Modulo(2 * s * denominatorX));
        BigInteger y = Modulo(u1 * denominatorY);
        return isSquare && Modulo(x * y).IsEven && !y.IsZero ? SlowPoint.FromAffine(x, y) : null;
    }

    /// <summary>RFC 9496 §4.3.2.</summary>
    internal static byte[] Encode(SlowPoint point)
    {
        (BigInteger x, BigInteger y, BigInteger z, BigInteger t) = (Modulo(point.X), Modulo(point.Y), Modulo(point.Z), Modulo(point.T));
        BigInteger u1 = Modulo((z + y) * (z - y));
        BigInteger u2 = Modulo(x * y);
        BigInteger root = RootOfRatio(1, Modulo(u1 * u2 * u2)).Root;
        BigInteger denominator1 = Modulo(root * u1);
        BigInteger denominator2 = Modulo(root * u2);
        BigInteger inverseZ = Modulo(denominator1 * denominator2 * t);
        bool rotate = !Modulo(t * inverseZ).IsEven;
        BigInteger denominator = rotate ? Modulo(denominator1 * _inverseRootOfAMinusD) : denominator2;
        (x, y) = rotate ? (Modulo(y * _rootOfMinusOne), Modulo(x * _rootOfMinusOne)) : (x, y);
        y = Modulo(x * inverseZ).IsEven ? y : -y;
        return SlowCurve.Bytes(Absolute(Modulo(denominator * (z - y))));
    }

    /// <summary>RFC 9496 §4.3.4: the element of 64 uniform bytes.</summary>
    internal static SlowPoint Derive(ReadOnlySpan<byte> uniform) => Map(uniform[..32]) + Map(uniform[32..]);

    private static SlowPoint Map(ReadOnlySpan<byte> half)
    {
        BigInteger t = SlowCurve.Number(half) % BigInteger.Pow(2, 255) % _p;
        BigInteger r = Modulo(_rootOfMinusOne * t * t);
        BigInteger u = Modulo((r + 1) * (1 - (_d * _d)));
        BigInteger v = Modulo((-1 - (r * _d)) * (r + _d));
        (bool isSquare, BigInteger s) = RootOfRatio(u, v);
        s = isSquare ? s : Modulo(-Absolute(Modulo(s * t)));
        BigInteger c = isSquare ? _p - 1 : r;
        BigInteger n = Modulo((c * (r - 1) * ((_d - 1) * (_d - 1))) - v);
        (BigInteger w0, BigInteger w1) = (Modulo(2 * s * v), Modulo(n * _rootOfAdMinusOne));
        (BigInteger w2, BigInteger w3) = (Modulo(1 - (s * s)), Modulo(1 + (s * s)));
        return new(Modulo(w0 * w3), Modulo(w2 * w1), Modulo(w1 * w3), Modulo(w0 * w2));
    }

    /// <summary>RFC 9496 §4.2, SQRT_RATIO_M1.</summary>
    private static (bool IsSquare, BigInteger Root) RootOfRatio(BigInteger u, BigInteger v)
    {
        BigInteger cube = Modulo(v * v * v);
        BigInteger root = Modulo(u * cube * BigInteger.ModPow(Modulo(u * cube * cube * v), (_p - 5) / 8, _p));
        BigInteger check = Modulo(v * root * root);
        bool isFlipped = check == Modulo(-u);
        if (isFlipped || check == Modulo(-u * _rootOfMinusOne))
        {
            root = Modulo(root * _rootOfMinusOne);
        }

        return (check == u || isFlipped, Absolute(root));
    }

    /// <summary>The even one of the value and its negative.</summary>
    private static BigInteger Absolute(BigInteger value) => value.IsEven ? value : _p - value;

    private static BigInteger Modulo(BigInteger value) => SlowCurve.Modulo(value);
}
