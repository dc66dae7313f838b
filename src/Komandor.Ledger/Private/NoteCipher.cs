using System.Security.Cryptography;

namespace Komandor.Ledger.Private;

/// <summary>ChaCha20-Poly1305 (RFC 8439) under keys that are used once, with a nonce of zeros: docs/protocol/private-wallet.md.</summary>
internal static class NoteCipher
{
    /// <summary>The bytes of a key.</summary>
    internal const int KeySizeBytes = 32;

    /// <summary>By how much a ciphertext is longer than its plaintext.</summary>
    internal const int OverheadSizeBytes = 16;

    private const int NonceSizeBytes = 12;

    /// <summary>Seals; the key is zeroed afterwards.</summary>
    internal static byte[] Seal(Span<byte> key, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> additional)
    {
        byte[] sealedBytes = new byte[plaintext.Length + OverheadSizeBytes];
        using ChaCha20Poly1305 cipher = new(key);
        CryptographicOperations.ZeroMemory(key);
        cipher.Encrypt(
            new byte[NonceSizeBytes], plaintext, sealedBytes.AsSpan(0, plaintext.Length), sealedBytes.AsSpan(plaintext.Length), additional);
        return sealedBytes;
    }

    /// <summary>Opens what <see cref="Seal"/> sealed, or gives null; the key is zeroed afterwards.</summary>
    internal static byte[]? Open(Span<byte> key, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> additional)
    {
        byte[] plaintext = new byte[sealedBytes.Length - OverheadSizeBytes];
        using ChaCha20Poly1305 cipher = new(key);
        CryptographicOperations.ZeroMemory(key);
        try
        {
            cipher.Decrypt(new byte[NonceSizeBytes], sealedBytes[..plaintext.Length], sealedBytes[plaintext.Length..], plaintext, additional);
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
