using System.Numerics;
using System.Security.Cryptography;
using Komandor.Cryptography.Tests.Curve25519;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>The verifier of vrf.md, written from RFC 9381 §5 alone: suite 3, ECVRF-EDWARDS25519-SHA512-TAI.</summary>
internal static class SlowVrf
{
    private const byte Suite = 3;
    private const int ProofSizeBytes = 80;

    /// <summary>The broken rule of vrf.md §2, as 1 for V1 to 5 for V5, or 0 and the output.</summary>
    internal static (int Rule, byte[] Output) Verify(byte[] key, byte[] input, byte[] proof)
    {
        if (key.Length != 32 || proof.Length != ProofSizeBytes)
        {
            return (1, []);
        }

        SlowPoint? y = Decode(key);
        if (y is null || IsIdentity(Clear(y.Value)))
        {
            return (2, []);
        }

        SlowPoint? gamma = Decode(proof[..32]);
        if (gamma is null)
        {
            return (3, []);
        }

        BigInteger c = SlowCurve.Number(proof.AsSpan(32, 16));
        BigInteger s = SlowCurve.Number(proof.AsSpan(48));
        if (s >= SlowCurve.Order)
        {
            return (4, []);
        }

        SlowPoint h = EncodeToCurve(key, input);
        SlowPoint u = (s * SlowPoint.Base) + (-Multiply(c, y.Value));
        SlowPoint v = (s * h) + (-Multiply(c, gamma.Value));
        bool agrees = c == Challenge(y.Value, h, gamma.Value, u, v);
        return agrees ? (0, Hash(3, Encode(Clear(gamma.Value)), [0])) : (5, []);
    }

    /// <summary>RFC 9381 §5.4.1.1, by try and increment, with the key as the salt.</summary>
    internal static SlowPoint EncodeToCurve(byte[] key, byte[] input)
    {
        for (byte counter = 0; ; counter++)
        {
            SlowPoint? point = Decode(Hash(1, key, input, [counter, 0])[..32]);
            if (point is not null && !IsIdentity(Clear(point.Value)))
            {
                return Clear(point.Value);
            }
        }
    }

    /// <summary>RFC 9381 §5.4.3.</summary>
    internal static BigInteger Challenge(params SlowPoint[] points) =>
        SlowCurve.Number(Hash(2, [.. points.SelectMany(Encode)], [0]).AsSpan(0, 16));

    /// <summary>Double and add without a reduction of the scalar: the point may have torsion.</summary>
    internal static SlowPoint Multiply(BigInteger scalar, SlowPoint point)
    {
        SlowPoint result = SlowPoint.Neutral;
        for (; scalar > 0; scalar >>= 1)
        {
            result = scalar.IsEven ? result : result + point;
            point += point;
        }

        return result;
    }

    /// <summary>RFC 8032 §5.1.3: the point of its one encoding, or nothing.</summary>
    internal static SlowPoint? Decode(byte[] encoded) =>
        SlowCurve.Decode(encoded) is { } point && SlowCurve.Encode(point).AsSpan().SequenceEqual(encoded)
            ? SlowPoint.FromAffine(point.X, point.Y)
            : null;

    internal static byte[] Encode(SlowPoint point)
    {
        BigInteger inverse = SlowCurve.Invert(point.Z);
        return SlowCurve.Encode((SlowCurve.Modulo(point.X * inverse), SlowCurve.Modulo(point.Y * inverse)));
    }

    private static SlowPoint Clear(SlowPoint point) => Multiply(8, point);

    private static bool IsIdentity(SlowPoint point) => SlowCurve.Modulo(point.X).IsZero && SlowCurve.Modulo(point.Y - point.Z).IsZero;

    private static byte[] Hash(byte use, params byte[][] parts) => SHA512.HashData([Suite, use, .. parts.SelectMany(part => part)]);
}
