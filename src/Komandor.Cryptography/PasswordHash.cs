namespace Komandor.Cryptography;

/// <summary>Argon2id version 1.3 (RFC 9106): a key from a passphrase, at a price that a guesser must pay each time.</summary>
public static unsafe class PasswordHash
{
    /// <summary>The length of the salt in bytes.</summary>
    public const int SaltSizeBytes = 16;

    /// <summary>Derives <paramref name="key"/> (16 bytes or more) from a passphrase.</summary>
    /// <param name="passphrase">Any bytes.</param>
    /// <param name="salt">16 random bytes, kept beside the result.</param>
    /// <param name="passes">Passes over the memory, 1 or more.</param>
    /// <param name="memoryBytes">Memory that one guess takes, 8 KiB or more.</param>
    /// <param name="key">Where the key is written; the caller zeroes it.</param>
    /// <exception cref="OutOfMemoryException">The memory cannot be had.</exception>
    public static void Derive(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int passes, long memoryBytes, Span<byte> key)
    {
        if (salt.Length != SaltSizeBytes)
        {
            throw new ArgumentException("A salt has 16 bytes.", nameof(salt));
        }

        // Safe: the lengths passed are those of the pinned spans; the salt's was checked.
        fixed (byte* output = key)
        fixed (byte* input = passphrase)
        fixed (byte* saltBytes = salt)
        {
            int result = Sodium.crypto_pwhash(
                output, (ulong)key.Length, input, (ulong)passphrase.Length, saltBytes, (ulong)passes, (nuint)memoryBytes, Sodium.Argon2id13);
            if (result != 0)
            {
                throw new InsufficientMemoryException("Not enough memory to derive a key from the passphrase.");
            }
        }
    }
}
