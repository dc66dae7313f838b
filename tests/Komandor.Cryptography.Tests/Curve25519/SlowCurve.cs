using System.Numerics;

namespace Komandor.Cryptography.Tests.Curve25519;

/// <summary>The field, the scalars and the curve in big integers, from field.md §1 alone: the oracle of the fast ones.</summary>
internal static class SlowCurve
{
    internal static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    internal static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);
    internal static readonly BigInteger D = Modulo(-121665 * Invert(121666));
    internal static readonly (BigInteger X, BigInteger Y) Identity = (0, 1);
    internal static readonly (BigInteger X, BigInteger Y) Base = Decode(Bytes(4 * Invert(5) % P))!.Value;

    internal static BigInteger Modulo(BigInteger value) => ((value % P) + P) % P;

    internal static BigInteger Invert(BigInteger value) => BigInteger.ModPow(Modulo(value), P - 2, P);

    internal static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true);

    internal static byte[] Bytes(BigInteger value)
    {
        byte[] bytes = new byte[32];
        Assert.True(value.TryWriteBytes(bytes, out _, isUnsigned: true));
        return bytes;
    }

    internal static (BigInteger X, BigInteger Y) Add((BigInteger X, BigInteger Y) left, (BigInteger X, BigInteger Y) right)
    {
        BigInteger product = D * left.X % P * right.X % P * left.Y % P * right.Y % P;
        BigInteger x = ((left.X * right.Y) + (left.Y * right.X)) * Invert(1 + product);
        BigInteger y = ((left.Y * right.Y) + (left.X * right.X)) * Invert(1 - product);
        return (Modulo(x), Modulo(y));
    }

    internal static (BigInteger X, BigInteger Y) Multiply(BigInteger scalar, (BigInteger X, BigInteger Y) point)
    {
        (BigInteger X, BigInteger Y) result = Identity;
        for (; scalar > 0; scalar >>= 1)
        {
            result = scalar.IsEven ? result : Add(result, point);
            point = Add(point, point);
        }

        return result;
    }

    /// <summary>The point by rule F2, or nothing.</summary>
    internal static (BigInteger X, BigInteger Y)? Decode(ReadOnlySpan<byte> encoded)
    {
        BigInteger number = Number(encoded);
        BigInteger y = number % BigInteger.Pow(2, 255) % P;
        BigInteger square = Modulo(((y * y) - 1) * Invert((D * y * y) + 1));
        BigInteger x = BigInteger.ModPow(square, (P + 3) / 8, P);
        if (x * x % P != square)
        {
            x = x * BigInteger.ModPow(2, (P - 1) / 4, P) % P;
        }

        if (x * x % P != square)
        {
            return null;
        }

        bool odd = number >> 255 == 1;
        x = x.IsEven ? x : P - x;
        return (odd ? Modulo(-x) : x, y);
    }

    internal static byte[] Encode((BigInteger X, BigInteger Y) point) =>
        Bytes(point.Y + (point.X.IsEven ? 0 : BigInteger.Pow(2, 255)));
}
