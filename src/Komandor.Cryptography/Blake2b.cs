using Komandor.Primitives;

namespace Komandor.Cryptography;

/// <summary>BLAKE2b-256 (RFC 7693) with a personalisation for each use: the hash of everything that is Komandor's own.</summary>
public static unsafe class Blake2b
{
    // Up to here the call is cheaper without leaving the collector's cooperative mode.
    private const int ShortSizeBytes = 1024;

    /// <summary>Hashes <paramref name="message"/> in <paramref name="domain"/>.</summary>
    public static Hash256 Hash(HashDomain domain, ReadOnlySpan<byte> message)
    {
        Span<byte> hash = stackalloc byte[Hash256.SizeBytes];
        Hash(domain, message, hash);
        return new Hash256(hash);
    }

    /// <summary>Hashes two hashes, as the nodes of every binary tree do.</summary>
    public static Hash256 Hash(HashDomain domain, Hash256 left, Hash256 right)
    {
        Span<byte> message = stackalloc byte[2 * Hash256.SizeBytes];
        left.CopyTo(message);
        right.CopyTo(message[Hash256.SizeBytes..]);
        return Hash(domain, message);
    }

    /// <summary>Hashes <paramref name="message"/> in <paramref name="domain"/> to <paramref name="hash"/> (16 to 64 bytes, each length a hash of its own).</summary>
    public static void Hash(HashDomain domain, ReadOnlySpan<byte> message, Span<byte> hash)
    {
        // Safe: the lengths passed are those of the pinned spans; BLAKE2b reads 16 bytes of personalisation and no salt.
        fixed (byte* output = hash)
        fixed (byte* input = message)
        fixed (byte* personal = domain.Personalisation)
        {
            int result = message.Length <= ShortSizeBytes
                ? Sodium.blake2b_short(output, (nuint)hash.Length, input, (ulong)message.Length, null, 0, null, personal)
                : Sodium.crypto_generichash_blake2b_salt_personal(
                    output, (nuint)hash.Length, input, (ulong)message.Length, null, 0, null, personal);
            Invariant.Require(result == 0);
        }
    }
}
