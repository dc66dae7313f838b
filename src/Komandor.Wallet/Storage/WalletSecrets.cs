using System.Security.Cryptography;
using Komandor.Cryptography;
using Komandor.Primitives;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Private.Keys;

namespace Komandor.Wallet.Storage;

/// <summary>What a wallet keeps secret: its entropy, and keys that were brought in; or a view key alone. Zeroed when disposed.</summary>
/// <remarks>Encoded as the entropy's length (<c>u8</c>), the entropy, the number of keys (<c>u8</c>), and 32 bytes for each. One that only watches:
/// <c>u8</c> 0, <c>u8</c> 1 for a full view key or 2 for an incoming one, and the key.</remarks>
internal sealed class WalletSecrets : IDisposable
{
    private const int MaximumImported = 255;

    private const byte FullKind = 1;
    private const byte IncomingKind = 2;

    private readonly Mnemonic? _mnemonic;
    private readonly byte[] _viewKey = [];
    private readonly byte[] _seed = GC.AllocateArray<byte>(Mnemonic.SeedSizeBytes, pinned: true);
    private byte[] _imported = [];

    /// <summary>Secrets that begin with <paramref name="mnemonic"/>, which they dispose.</summary>
    internal WalletSecrets(Mnemonic mnemonic)
    {
        _mnemonic = mnemonic;
        mnemonic.DeriveSeed([], _seed);
    }

    /// <summary>Secrets that are a view key, of which a copy is kept.</summary>
    internal WalletSecrets(ReadOnlySpan<byte> viewKey) => _viewKey = Pinned(viewKey, viewKey.Length);

    /// <summary>Whether nothing can be spent.</summary>
    internal bool IsWatchOnly => _mnemonic is null;

    /// <summary>What the keys let the wallet see.</summary>
    internal WalletSight Sight => !IsWatchOnly ? WalletSight.Everything
        : _viewKey.Length == FullViewKey.SizeBytes ? WalletSight.Full
        : WalletSight.Incoming;

    /// <summary>How many words there are; 0 when nothing can be spent.</summary>
    internal int WordCount => _mnemonic?.WordCount ?? 0;

    internal int ImportedCount => _imported.Length / SigningKey.SeedSizeBytes;

    internal int SizeBytes => 2 + (_mnemonic?.EntropySizeBytes ?? _viewKey.Length) + _imported.Length;

    /// <summary>Whether the word at <paramref name="index"/>, from 0, is this one, in either case and with blanks around it.</summary>
    internal bool WordIs(int index, string word) =>
        _mnemonic is not null && index >= 0 && index < _mnemonic.WordCount
        && string.Equals(_mnemonic.Word(index), word.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>The private keys; the caller disposes them.</summary>
    internal WalletKeys PrivateKeys() => !IsWatchOnly ? new WalletKeys(SpendKey.Derive(_seed, 0))
        : _viewKey.Length == FullViewKey.SizeBytes ? new WalletKeys(FullViewKey.TryRead(_viewKey)!)
        : new WalletKeys(IncomingViewKey.TryRead(_viewKey)!);

    /// <summary>Reads secrets; null, and a fault in <paramref name="reader"/>, when they are none.</summary>
    internal static WalletSecrets? TryRead(ref CanonicalReader reader)
    {
        int entropySizeBytes = reader.Byte();
        if (entropySizeBytes == 0 && reader.Fault == EncodingFault.None)
        {
            return ReadViewKey(ref reader);
        }

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
        if (_mnemonic is null)
        {
            destination[0] = 0;
            destination[1] = _viewKey.Length == FullViewKey.SizeBytes ? FullKind : IncomingKind;
            _viewKey.CopyTo(destination[2..]);
            return;
        }

        destination[0] = (byte)_mnemonic.EntropySizeBytes;
        _mnemonic.CopyEntropyTo(destination[1..]);
        destination = destination[(1 + _mnemonic.EntropySizeBytes)..];
        destination[0] = (byte)ImportedCount;
        _imported.CopyTo(destination[1..]);
    }

    /// <summary>Keeps a copy of <paramref name="key"/>.</summary>
    internal void Import(SigningKey key)
    {
        Invariant.Require(ImportedCount < MaximumImported && !IsWatchOnly);
        byte[] grown = Pinned(_imported, _imported.Length + SigningKey.SeedSizeBytes);
        key.CopySeedTo(grown.AsSpan(_imported.Length));
        CryptographicOperations.ZeroMemory(_imported);
        _imported = grown;
    }

    /// <summary>The key at <paramref name="path"/>; the caller disposes it.</summary>
    /// <exception cref="WalletException">The wallet only watches (W18).</exception>
    internal SigningKey KeyAt(KeyPath path) => IsWatchOnly ? throw WalletException.WatchOnly() : path.Chain == KeyChain.Imported
        ? new SigningKey(_imported.AsSpan((int)path.Index * SigningKey.SeedSizeBytes, SigningKey.SeedSizeBytes))
        : KeyDerivation.Derive(_seed, 0, path.Chain, path.Index);

    /// <inheritdoc/>
    public void Dispose()
    {
        _mnemonic?.Dispose();
        CryptographicOperations.ZeroMemory(_viewKey);
        CryptographicOperations.ZeroMemory(_seed);
        CryptographicOperations.ZeroMemory(_imported);
    }

    private static WalletSecrets? ReadViewKey(ref CanonicalReader reader)
    {
        byte kind = reader.Byte();
        ReadOnlySpan<byte> key = reader.Raw(kind == FullKind ? FullViewKey.SizeBytes : IncomingViewKey.SizeBytes);
        using FullViewKey? full = kind == FullKind && !key.IsEmpty ? FullViewKey.TryRead(key) : null;
        using IncomingViewKey? incoming = kind == IncomingKind && !key.IsEmpty ? IncomingViewKey.TryRead(key) : null;
        if (full is null && incoming is null)
        {
            reader.Fail(EncodingFault.OutOfRange);
            return null;
        }

        return new WalletSecrets(key);
    }

    private static byte[] Pinned(ReadOnlySpan<byte> bytes, int sizeBytes)
    {
        byte[] pinned = GC.AllocateArray<byte>(sizeBytes, pinned: true);
        bytes.CopyTo(pinned);
        return pinned;
    }
}
