using System.Security.Cryptography;
using Komandor.Cryptography;
using Komandor.Cryptography.Curve25519;

namespace Komandor.Wallet.Private.Keys;

/// <summary>Hashes of secrets: H(P, m) of 64 bytes, and scalars of it modulo ℓ; buffers are zeroed.</summary>
/// <remarks>docs/protocol/private-wallet.md §1.</remarks>
internal static class KeyHash
{
    internal const int SizeBytes = 64;

    /// <summary>H(P, first ‖ second) modulo ℓ.</summary>
    internal static Scalar Scalar(HashDomain domain, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Span<byte> hash = stackalloc byte[SizeBytes];
        Hash(domain, first, second, hash);
        Scalar scalar = Cryptography.Curve25519.Scalar.ReadWide(hash);
        CryptographicOperations.ZeroMemory(hash);
        return scalar;
    }

    /// <summary>H(P, first ‖ second); both together are 256 bytes at most.</summary>
    internal static void Hash(HashDomain domain, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> hash)
    {
        Span<byte> message = stackalloc byte[256];
        first.CopyTo(message);
        second.CopyTo(message[first.Length..]);
        Blake2b.Hash(domain, message[..(first.Length + second.Length)], hash[..SizeBytes]);
        CryptographicOperations.ZeroMemory(message);
    }
}
