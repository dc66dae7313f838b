using Komandor.Primitives;

namespace Komandor.Cryptography;

/// <summary>XChaCha20-Poly1305: encryption that also shows every change. Its nonces are long enough to be drawn at random.</summary>
public static unsafe class AuthenticatedCipher
{
    /// <summary>The length of a key in bytes.</summary>
    public const int KeySizeBytes = 32;

    /// <summary>The length of a nonce in bytes; a nonce is used once with a key.</summary>
    public const int NonceSizeBytes = 24;

    /// <summary>By how much the ciphertext is longer than the plaintext, in bytes.</summary>
    public const int OverheadSizeBytes = 16;

    /// <summary>Encrypts <paramref name="plaintext"/> to <paramref name="ciphertext"/>, binding <paramref name="additional"/>, which stays readable.</summary>
    public static void Encrypt(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> additional, Span<byte> ciphertext)
    {
        RequireSizes(key, nonce, plaintext.Length, ciphertext.Length);

        // Safe: RequireSizes compared every length with what the function reads and writes.
        fixed (byte* keyBytes = key, nonceBytes = nonce, input = plaintext, additionalBytes = additional, output = ciphertext)
        {
            Invariant.Require(Sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
                output, null, input, (ulong)plaintext.Length, additionalBytes, (ulong)additional.Length, null, nonceBytes, keyBytes) == 0);
        }
    }

    /// <summary>Decrypts <paramref name="ciphertext"/>; false, with nothing usable written, when any of the inputs was changed.</summary>
    public static bool TryDecrypt(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> additional, Span<byte> plaintext)
    {
        RequireSizes(key, nonce, plaintext.Length, ciphertext.Length);

        // Safe: RequireSizes compared every length with what the function reads and writes.
        fixed (byte* keyBytes = key, nonceBytes = nonce, input = ciphertext, additionalBytes = additional, output = plaintext)
        {
            return Sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
                output, null, null, input, (ulong)ciphertext.Length, additionalBytes, (ulong)additional.Length, nonceBytes, keyBytes) == 0;
        }
    }

    private static void RequireSizes(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, int plaintextLength, int ciphertextLength)
    {
        if (key.Length != KeySizeBytes || nonce.Length != NonceSizeBytes || ciphertextLength != plaintextLength + OverheadSizeBytes)
        {
            throw new ArgumentException("A key has 32 bytes, a nonce 24, and a ciphertext 16 more than its plaintext.");
        }
    }
}
