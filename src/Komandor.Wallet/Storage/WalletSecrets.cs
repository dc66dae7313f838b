using System.Security.Cryptography;
using Komandor.Cryptography;
using Komandor.Primitives;
using Komandor.Wallet.Keys;

namespace Komandor.Wallet.Storage;

/// <summary>What a wallet keeps secret: its entropy, and keys that were brought in. Zeroed when disposed.</summary>
/// <remarks>Encoded as the entropy's length (<c>u8</c>), the entropy, the number of keys (<c>u8</c>), and 32 bytes for each.</remarks>
internal sealed class WalletSecrets : IDisposable
{
    private const int MaximumImported = 255;

    private readonly Mnemonic _mnemonic;
    private readonly byte[] _seed = GC.AllocateArray<byte>(Mnemonic.SeedSizeBytes, pinned: true);
    private byte[] _imported = [];

    /// <summary>Secrets that begin with <paramref name="mnemonic"/>, which they dispose.</summary>
    internal WalletSecrets(Mnemonic mnemonic)
    {
        _mnemonic = mnemonic;
        mnemonic.DeriveSeed([], _seed);
    }

    internal int ImportedCount => _imported.Length / SigningKey.SeedSizeBytes;

    internal int SizeBytes => 2 + _mnemonic.EntropySizeBytes + _imported.Length;

    /// <summary>Reads secrets; null, and a fault in <paramref name="reader"/>, when they are none.</summary>
    internal static WalletSecrets? TryRead(ref CanonicalReader reader)
    {
        int entropySizeBytes = reader.Byte();
        if (entropySizeBytes is < 16 or > 32 || entropySizeBytes % 4 != 0)
        {
            reader.Fail(EncodingFault.OutOfRange);
        }

        ReadOnlySpan<byte> entropy = reader.Raw(entropySizeBytes);
        ReadOnlySpan<byte> imported = reader.Raw(reader.Byte() * SigningKey.SeedSizeBytes);
        if (reader.Fault != EncodingFault.None)
        {
            return null;
        }

        WalletSecrets secrets = new(new Mnemonic(entropy));
        secrets._imported = Pinned(imported, imported.Length);
        return secrets;
    }

    /// <summary>Writes <see cref="SizeBytes"/> bytes, which the caller zeroes.</summary>
    internal void CopyTo(Span<byte> destination)
    {
        destination[0] = (byte)_mnemonic.EntropySizeBytes;
        _mnemonic.CopyEntropyTo(destination[1..]);
        destination = destination[(1 + _mnemonic.EntropySizeBytes)..];
        destination[0] = (byte)ImportedCount;
        _imported.CopyTo(destination[1..]);
    }

    /// <summary>Keeps a copy of <paramref name="key"/>.</summary>
    internal void Import(SigningKey key)
    {
        Invariant.Require(ImportedCount < MaximumImported);
        byte[] grown = Pinned(_imported, _imported.Length + SigningKey.SeedSizeBytes);
        key.CopySeedTo(grown.AsSpan(_imported.Length));
        CryptographicOperations.ZeroMemory(_imported);
        _imported = grown;
    }

    /// <summary>The key at <paramref name="path"/>; the caller disposes it.</summary>
    internal SigningKey KeyAt(KeyPath path) => path.Chain == KeyChain.Imported
        ? new SigningKey(_imported.AsSpan((int)path.Index * SigningKey.SeedSizeBytes, SigningKey.SeedSizeBytes))
        : KeyDerivation.Derive(_seed, 0, path.Chain, path.Index);

    /// <inheritdoc/>
    public void Dispose()
    {
        _mnemonic.Dispose();
        CryptographicOperations.ZeroMemory(_seed);
        CryptographicOperations.ZeroMemory(_imported);
    }

    private static byte[] Pinned(ReadOnlySpan<byte> bytes, int sizeBytes)
    {
        byte[] pinned = GC.AllocateArray<byte>(sizeBytes, pinned: true);
        bytes.CopyTo(pinned);
        return pinned;
    }
}
