using System.Buffers;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography.Vrf;

/// <summary>Verifies outputs of the verifiable random function ECVRF-EDWARDS25519-SHA512-TAI (RFC 9381, suite 3).</summary>
/// <remarks>docs/protocol/vrf.md. Variable time: keys, inputs and proofs are public.
/// <code>
///  0  32  Γ
/// 32  16  c, little-endian
/// 48  32  s
/// </code></remarks>
internal static class VrfProof
{
    /// <summary>The bytes of a proof.</summary>
    internal const int SizeBytes = 80;

    /// <summary>The bytes of an output.</summary>
    internal const int OutputSizeBytes = 64;

    private const byte Suite = 3;

    /// <summary>Verifies a proof (RFC 9381 §5.3, with the check of the key) and writes the output.</summary>
    /// <param name="key">The public key.</param>
    /// <param name="input">The input.</param>
    /// <param name="proof">The proof.</param>
    /// <param name="output">64 bytes; written if the proof is valid.</param>
    internal static VrfFault Verify(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, ReadOnlySpan<byte> proof, Span<byte> output)
    {
        if (key.Length != EdwardsPoint.SizeBytes || proof.Length != SizeBytes)
        {
            return VrfFault.Length;
        }

        if (!EdwardsPoint.TryReadCanonical(key, out EdwardsPoint y) || y.MultiplyByCofactor().IsIdentityMask() == 1)
        {
            return VrfFault.Key;
        }

        if (!EdwardsPoint.TryReadCanonical(proof[..32], out EdwardsPoint gamma))
        {
            return VrfFault.Point;
        }

        if (!Scalar.TryRead(proof[48..], out Scalar s))
        {
            return VrfFault.Scalar;
        }

        Span<byte> encodedBase = stackalloc byte[EdwardsPoint.SizeBytes];
        EdwardsPoint inputBase = HashToCurve(key, input, encodedBase);
        Scalar c = Scalar.ReadHalf(proof[32..]);
        EdwardsPoint u = MultiScalar.DoubleBaseVariableTime(c, -y, s);
        EdwardsPoint v = MultiScalar.SumVariableTime([s, c], [inputBase, -gamma]);
        Span<byte> challenge = stackalloc byte[16];
        Challenge(key, encodedBase, proof[..32], u, v, challenge);
        if (!challenge.SequenceEqual(proof.Slice(32, 16)))
        {
            return VrfFault.Challenge;
        }

        Output(gamma, output);
        return VrfFault.None;
    }

    /// <summary>The output of a proof that its maker made (RFC 9381 §5.2): 64 bytes.</summary>
    internal static void Output(ReadOnlySpan<byte> proof, Span<byte> output)
    {
        Invariant.Require(EdwardsPoint.TryReadCanonical(proof[..32], out EdwardsPoint gamma));
        Output(gamma, output);
    }

    /// <summary>The input as a point of the subgroup, by trying counters (RFC 9381 §5.4.1.1).</summary>
    /// <param name="key">The public key: the salt.</param>
    /// <param name="input">The input.</param>
    /// <param name="encoded">32 bytes; the point's encoding.</param>
    internal static EdwardsPoint HashToCurve(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> encoded)
    {
        int size = 2 + key.Length + input.Length + 2;
        byte[] message = ArrayPool<byte>.Shared.Rent(size);
        message[0] = Suite;
        message[1] = 1;
        key.CopyTo(message.AsSpan(2));
        input.CopyTo(message.AsSpan(2 + key.Length));
        message[size - 1] = 0;
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        EdwardsPoint point;
        byte counter = 0;
        do
        {
            // Half of the counters give a point: 256 in a row that give none are not to be met.
            Invariant.Require(counter < byte.MaxValue);
            message[size - 2] = counter++;
            SHA512.HashData(message.AsSpan(0, size), hash);
        }
        while (!EdwardsPoint.TryReadCanonical(hash[..32], out point) || point.MultiplyByCofactor().IsIdentityMask() == 1);

        ArrayPool<byte>.Shared.Return(message);
        point = point.MultiplyByCofactor();
        point.Write(encoded);
        return point;
    }

    /// <summary>The challenge (RFC 9381 §5.4.3): 16 bytes, and as a scalar.</summary>
    internal static Scalar Challenge(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> inputBase, ReadOnlySpan<byte> gamma, in EdwardsPoint u, in EdwardsPoint v, Span<byte> challenge)
    {
        Span<byte> message = stackalloc byte[2 + (5 * EdwardsPoint.SizeBytes) + 1];
        message[0] = Suite;
        message[1] = 2;
        key.CopyTo(message[2..]);
        inputBase.CopyTo(message[34..]);
        gamma.CopyTo(message[66..]);
        u.Write(message.Slice(98, 32));
        v.Write(message.Slice(130, 32));
        message[162] = 0;
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        SHA512.HashData(message, hash);
        hash[..16].CopyTo(challenge);
        return Scalar.ReadHalf(hash);
    }

    private static void Output(in EdwardsPoint gamma, Span<byte> output)
    {
        Span<byte> message = stackalloc byte[2 + EdwardsPoint.SizeBytes + 1];
        message[0] = Suite;
        message[1] = 3;
        gamma.MultiplyByCofactor().Write(message.Slice(2, 32));
        message[34] = 0;
        SHA512.HashData(message, output);
    }
}
