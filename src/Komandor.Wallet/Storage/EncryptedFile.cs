using System.Security.Cryptography;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Wallet.Storage;

/// <summary>A file that only a passphrase opens, replaced as a whole: docs/protocol/wallet.md §4.</summary>
/// <remarks><code>
///  0   8  magic        "KMDWALLT"
///  8   2  version      1
/// 10   4  passes       Argon2id
/// 14   8  memory       Argon2id, in bytes
/// 22  16  salt
/// 38  24  nonce        fresh with every write
/// 62   n  ciphertext   XChaCha20-Poly1305; bytes 0 to 61 are its additional data
///     32  checksum     BLAKE2b of all before: tells a damaged file from a wrong passphrase
/// </code></remarks>
internal sealed class EncryptedFile : IDisposable
{
    internal const int HeaderSizeBytes = 62;
    internal const ushort Version = 1;

    private static readonly HashDomain _checksumDomain = new("komandor.wallet");

    private readonly IFileLayer _files;
    private readonly string _path;
    private readonly KeyCost _cost;
    private readonly byte[] _salt;
    private readonly byte[] _key = GC.AllocateArray<byte>(AuthenticatedCipher.KeySizeBytes, pinned: true);

    private EncryptedFile(IFileLayer files, string path, KeyCost cost, byte[] salt, ReadOnlySpan<byte> passphrase)
    {
        _files = files;
        _path = path;
        _cost = cost;
        _salt = salt;
        PasswordHash.Derive(passphrase, salt, cost.Passes, cost.MemoryBytes, _key);
    }

    /// <summary>A file that does not exist until <see cref="Save"/>.</summary>
    /// <exception cref="WalletException">It exists.</exception>
    internal static EncryptedFile Create(IFileLayer files, string path, ReadOnlySpan<byte> passphrase, KeyCost cost)
    {
        if (files.TryRead(path) is not null)
        {
            throw new WalletException(WalletFault.AlreadyExists, $"{path} exists and is not overwritten. Name another file.");
        }

        return new EncryptedFile(files, path, cost, RandomNumberGenerator.GetBytes(PasswordHash.SaltSizeBytes), passphrase);
    }

    /// <summary>Opens a file.</summary>
    /// <param name="files">Where it lies.</param>
    /// <param name="path">Its name.</param>
    /// <param name="passphrase">UTF-8.</param>
    /// <param name="contents">What it holds, pinned; the caller zeroes it.</param>
    /// <exception cref="WalletException">It cannot be opened, and says why.</exception>
    internal static EncryptedFile Open(IFileLayer files, string path, ReadOnlySpan<byte> passphrase, out byte[] contents)
    {
        byte[] bytes = files.TryRead(path)
            ?? throw new WalletException(WalletFault.NotFound, $"There is no wallet at {path}. Make one with `komandor wallet create`.");
        int bodySizeBytes = bytes.Length - Hash256.SizeBytes;
        int contentsSizeBytes = bodySizeBytes - HeaderSizeBytes - AuthenticatedCipher.OverheadSizeBytes;
        if (contentsSizeBytes < 0 || !bytes.AsSpan().StartsWith("KMDWALLT"u8))
        {
            throw Damaged(path, "is not a wallet, or was cut off");
        }

        if (Blake2b.Hash(_checksumDomain, bytes.AsSpan(0, bodySizeBytes)) != new Hash256(bytes.AsSpan(bodySizeBytes)))
        {
            throw Damaged(path, "is damaged");
        }

        KeyCost cost = ReadHeader(path, bytes);
        EncryptedFile file = new(files, path, cost, bytes[22..38], passphrase);
        contents = GC.AllocateArray<byte>(contentsSizeBytes, pinned: true);
        if (!AuthenticatedCipher.TryDecrypt(
            file._key, bytes.AsSpan(38, 24), bytes.AsSpan(HeaderSizeBytes, bodySizeBytes - HeaderSizeBytes), bytes.AsSpan(0, HeaderSizeBytes), contents))
        {
            file.Dispose();
            throw new WalletException(WalletFault.WrongPassphrase, $"The passphrase does not open {path}; the file itself is whole.");
        }

        return file;
    }

    /// <summary>Replaces the contents: after a crash at any point the file holds the old ones or the new ones, whole.</summary>
    internal void Save(ReadOnlySpan<byte> contents)
    {
        byte[] bytes = new byte[HeaderSizeBytes + contents.Length + AuthenticatedCipher.OverheadSizeBytes + Hash256.SizeBytes];
        Span<byte> body = bytes.AsSpan(0, bytes.Length - Hash256.SizeBytes);
        WriteHeader(body);
        AuthenticatedCipher.Encrypt(_key, body.Slice(38, 24), contents, body[..HeaderSizeBytes], body[HeaderSizeBytes..]);
        Blake2b.Hash(_checksumDomain, body).CopyTo(bytes.AsSpan(body.Length));

        string temporary = _path + ".new";
        _files.Write(temporary, bytes);
        _files.Sync(temporary);
        _files.Rename(temporary, _path);
        _files.SyncFolder(_path);
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    private static KeyCost ReadHeader(string path, byte[] bytes)
    {
        CanonicalReader reader = new(bytes.AsSpan(8, 14));
        ushort version = reader.UInt16();
        if (version != Version)
        {
            throw new WalletException(
                WalletFault.UnknownVersion, $"{path} was written by a newer Komandor (version {version} of the file). Use that one.");
        }

        uint passes = reader.UInt32();
        ulong memoryBytes = reader.UInt64();
        KeyCost cost = new((int)Math.Min(passes, int.MaxValue), (long)Math.Min(memoryBytes, long.MaxValue));
        return cost.IsAcceptable
            ? cost
            : throw new WalletException(WalletFault.CostlyParameters, $"{path} asks for {memoryBytes} bytes of memory to open, and {passes} passes.");
    }

    private void WriteHeader(Span<byte> destination)
    {
        CanonicalWriter writer = new(HeaderSizeBytes);
        writer.Raw("KMDWALLT"u8);
        writer.UInt16(Version);
        writer.UInt32((uint)_cost.Passes);
        writer.UInt64((ulong)_cost.MemoryBytes);
        writer.Raw(_salt);
        writer.Raw(RandomNumberGenerator.GetBytes(AuthenticatedCipher.NonceSizeBytes));
        writer.Written.CopyTo(destination);
    }

    private static WalletException Damaged(string path, string how) =>
        new(WalletFault.Damaged, $"{path} {how}. Restore the wallet from its words with `komandor wallet restore`, to another file.");
}
