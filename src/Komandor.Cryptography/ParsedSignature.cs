using System.Buffers;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography;

/// <summary>A signature whose encodings have been read: R, A, S and the challenge k of [8]([S]B − [k]A − R) = 0.</summary>
internal readonly struct ParsedSignature
{
    internal readonly EdwardsPoint NegativeR, NegativeKey;
    internal readonly Scalar S, Challenge;

    private ParsedSignature(in EdwardsPoint negativeR, in EdwardsPoint negativeKey, in Scalar s, in Scalar challenge)
    {
        NegativeR = negativeR;
        NegativeKey = negativeKey;
        S = s;
        Challenge = challenge;
    }

    /// <summary>Reads a signature by rules Z1 and Z2.</summary>
    internal static bool TryRead(PublicKey key, ReadOnlySpan<byte> message, Signature signature, out ParsedSignature parsed)
    {
        parsed = default;
        Span<byte> head = stackalloc byte[Hash256.SizeBytes + PublicKey.SizeBytes];
        Span<byte> encodedS = stackalloc byte[Scalar.SizeBytes];
        signature.R.CopyTo(head);
        key.CopyTo(head[Hash256.SizeBytes..]);
        signature.S.CopyTo(encodedS);
        if (!Scalar.TryRead(encodedS, out Scalar s)
            || !EdwardsPoint.TryReadZip215(head, out EdwardsPoint r)
            || !EdwardsPoint.TryReadZip215(head[Hash256.SizeBytes..], out EdwardsPoint a))
        {
            return false;
        }

        parsed = new ParsedSignature(-r, -a, s, HashChallenge(head, message));
        return true;
    }

    /// <summary>Rule Z3, by two multiplications with one chain of doublings.</summary>
    internal bool IsValid() =>
        (MultiScalar.DoubleBaseVariableTime(Challenge, NegativeKey, S) + NegativeR).MultiplyByCofactor().IsIdentityMask() == 1;

    private static Scalar HashChallenge(ReadOnlySpan<byte> head, ReadOnlySpan<byte> message)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        byte[] input = ArrayPool<byte>.Shared.Rent(head.Length + message.Length);
        head.CopyTo(input);
        message.CopyTo(input.AsSpan(head.Length));
        SHA512.HashData(input.AsSpan(0, head.Length + message.Length), hash);
        ArrayPool<byte>.Shared.Return(input);
        return Scalar.ReadWide(hash);
    }
}
