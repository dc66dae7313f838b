using System.Numerics;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.Tests.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Proofs;

/// <summary>Reproducible scalars, contexts and encodings for tests of proofs.</summary>
internal static class Sample
{
    internal static readonly byte[] OrderBytes = SlowCurve.Bytes(SlowCurve.Order);

    internal static Scalar Scalar(int number) => Cryptography.Curve25519.Scalar.ReadWide(SHA512.HashData(BitConverter.GetBytes(number)));

    internal static Hash256 Context(int number) => new(SHA256.HashData(BitConverter.GetBytes(number)));

    internal static byte[] Randomness(int number) => SHA256.HashData(BitConverter.GetBytes(~number));

    internal static Scalar Number(BigInteger number)
    {
        BigInteger reduced = ((number % SlowCurve.Order) + SlowCurve.Order) % SlowCurve.Order;
        Assert.True(Cryptography.Curve25519.Scalar.TryRead(SlowCurve.Bytes(reduced), out Scalar scalar));
        return scalar;
    }

    internal static byte[] Encode(EdwardsPoint point)
    {
        byte[] encoded = new byte[Ristretto255.SizeBytes];
        Ristretto255.Write(point, encoded);
        return encoded;
    }

    internal static byte[] Encode(Scalar scalar)
    {
        byte[] encoded = new byte[32];
        scalar.Write(encoded);
        return encoded;
    }

    /// <summary>A copy with 32 bytes replaced.</summary>
    internal static byte[] With(byte[] bytes, int item, byte[] value)
    {
        byte[] changed = [.. bytes];
        value.CopyTo(changed, 32 * item);
        return changed;
    }

    /// <summary>A copy with one bit turned.</summary>
    internal static byte[] Flip(byte[] bytes, int index, int mask = 1)
    {
        byte[] changed = [.. bytes];
        changed[index] ^= (byte)mask;
        return changed;
    }

    /// <summary>The fault of a part that is 32 zero bytes, of ℓ, of p − 1, and of p: what every reader must refuse.</summary>
    internal static IEnumerable<(byte[] Item, ProofFault Fault)> BadPoints()
    {
        yield return (new byte[32], ProofFault.Identity);
        yield return (SlowCurve.Bytes(SlowCurve.P), ProofFault.Point);
        yield return (SlowCurve.Bytes(SlowCurve.P - 1), ProofFault.Point);
        yield return (SlowCurve.Bytes(1), ProofFault.Point);
        byte[] high = Encode(EdwardsPoint.Base);
        high[31] |= 0x80;
        yield return (high, ProofFault.Point);
    }

    /// <summary>Scalars that every reader must refuse.</summary>
    internal static IEnumerable<(byte[] Item, ProofFault Fault)> BadScalars()
    {
        yield return (new byte[32], ProofFault.ZeroScalar);
        yield return (OrderBytes, ProofFault.Scalar);
        yield return (SlowCurve.Bytes(BigInteger.Pow(2, 256) - 1), ProofFault.Scalar);
    }
}
