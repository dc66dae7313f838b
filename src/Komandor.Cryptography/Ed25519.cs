using Komandor.Primitives;

namespace Komandor.Cryptography;

/// <summary>Ed25519 (RFC 8032), by libsodium.</summary>
/// <remarks>Verification follows libsodium's rules (canonical S, canonical and large-order A and R, no cofactor): for links, and as the peer that
/// <see cref="Ed25519Zip215"/>, which the ledger and the hashgraph verify by, is measured beside; docs/protocol/signatures.md §3.</remarks>
public static unsafe class Ed25519
{
    /// <summary>Whether <paramref name="signature"/> of <paramref name="message"/> is by <paramref name="key"/>.</summary>
    public static bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature)
    {
        byte* keyBytes = stackalloc byte[PublicKey.SizeBytes];
        byte* signatureBytes = stackalloc byte[Signature.SizeBytes];
        key.CopyTo(new Span<byte>(keyBytes, PublicKey.SizeBytes));
        signature.CopyTo(new Span<byte>(signatureBytes, Signature.SizeBytes));

        // Safe: the fixed-size buffers have the sizes that Ed25519 defines, and the message's length is its span's.
        fixed (byte* input = message)
        {
            return Sodium.crypto_sign_ed25519_verify_detached(signatureBytes, input, (ulong)message.Length, keyBytes) == 0;
        }
    }

    /// <summary>Verifies each check and writes its verdict to the same index of <paramref name="valid"/>.</summary>
    /// <remarks>A verdict never depends on the other checks of the batch.</remarks>
    /// <returns>Whether all are valid.</returns>
    public static bool VerifyBatch(ReadOnlySpan<SignatureCheck> checks, Span<bool> valid)
    {
        bool all = true;
        Span<byte> message = stackalloc byte[Hash256.SizeBytes];
        for (int index = 0; index < checks.Length; index++)
        {
            checks[index].Message.CopyTo(message);
            valid[index] = Verify(checks[index].Key, message, checks[index].Signature);
            all &= valid[index];
        }

        return all;
    }

    /// <summary>Whether a lock or an identity may name <paramref name="key"/>: a canonical point of the prime-order subgroup.</summary>
    public static bool IsAcceptableKey(PublicKey key)
    {
        byte* keyBytes = stackalloc byte[PublicKey.SizeBytes];
        key.CopyTo(new Span<byte>(keyBytes, PublicKey.SizeBytes));
        return Sodium.crypto_core_ed25519_is_valid_point(keyBytes) == 1;
    }
}
