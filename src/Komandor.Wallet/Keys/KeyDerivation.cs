using System.Buffers.Binary;
using System.Security.Cryptography;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Wallet.Keys;

/// <summary>Ed25519 keys from a seed: SLIP-0010, where every step is hardened. docs/protocol/wallet.md §2.</summary>
public static class KeyDerivation
{
    /// <summary>Komandor's number in the paths of BIP-44: "KMCC" in ASCII.</summary>
    public const uint CoinType = 0x4b4d4343;

    private const uint Hardened = 0x8000_0000;
    private const uint Purpose = 44;

    /// <summary>The key of the path m/44'/<see cref="CoinType"/>'/account'/chain'/index'.</summary>
    /// <param name="seed">A mnemonic's seed, 64 bytes.</param>
    /// <param name="account">0 for a wallet's only account.</param>
    /// <param name="chain">What the address is for.</param>
    /// <param name="index">The address's number, below 2³¹.</param>
    public static SigningKey Derive(ReadOnlySpan<byte> seed, uint account, KeyChain chain, uint index) =>
        Derive(seed, [Purpose, CoinType, account, (uint)chain, index]);

    /// <summary>The key of any path; each step is below 2³¹ and is hardened.</summary>
    internal static SigningKey Derive(ReadOnlySpan<byte> seed, ReadOnlySpan<uint> path)
    {
        // The left half is the private key, the right half the chain code.
        Span<byte> node = stackalloc byte[64];
        Span<byte> next = stackalloc byte[64];
        Span<byte> data = stackalloc byte[37];
        HMACSHA512.HashData("ed25519 seed"u8, seed, node);
        foreach (uint step in path)
        {
            Invariant.Require(step < Hardened);
            data[0] = 0;
            node[..32].CopyTo(data[1..]);
            BinaryPrimitives.WriteUInt32BigEndian(data[33..], step | Hardened);
            HMACSHA512.HashData(node[32..], data, next);
            next.CopyTo(node);
        }

        SigningKey key = new(node[..32]);
        CryptographicOperations.ZeroMemory(node);
        CryptographicOperations.ZeroMemory(next);
        CryptographicOperations.ZeroMemory(data);
        return key;
    }
}
