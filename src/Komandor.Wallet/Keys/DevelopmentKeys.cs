using System.Security.Cryptography;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Wallet.Keys;

/// <summary>Keys that everybody can compute, for networks on one's own machine. Never fund them elsewhere. docs/protocol/wallet.md §3.</summary>
public static class DevelopmentKeys
{
    /// <summary>How many accounts the genesis of a development network pays to.</summary>
    public const int Accounts = 10;

    private static readonly HashDomain _accountDomain = new("komandor.dev-key");
    private static readonly HashDomain _ownerDomain = new("komandor.replay");

    /// <summary>The key of a funded account, 0 or more; the genesis of a development network pays to the first <see cref="Accounts"/>.</summary>
    public static SigningKey Account(int index)
    {
        CanonicalWriter writer = new();
        writer.Text("komandor development account");
        writer.UInt32(checked((uint)index));
        return FromHash(Blake2b.Hash(_accountDomain, writer.Written));
    }

    /// <summary>The key of somebody who is known by a name alone, as the owners in a file of payments are.</summary>
    public static SigningKey Owner(string name)
    {
        CanonicalWriter writer = new();
        writer.Text(name);
        return FromHash(Blake2b.Hash(_ownerDomain, writer.Written));
    }

    private static SigningKey FromHash(Hash256 hash)
    {
        Span<byte> seed = stackalloc byte[SigningKey.SeedSizeBytes];
        hash.CopyTo(seed);
        SigningKey key = new(seed);
        CryptographicOperations.ZeroMemory(seed);
        return key;
    }
}
