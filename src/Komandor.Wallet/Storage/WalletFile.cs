using System.Collections.Immutable;
using System.Security.Cryptography;
using Komandor.Cryptography;
using Komandor.Primitives;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Keys;

namespace Komandor.Wallet.Storage;

/// <summary>An open wallet: its keys, its addresses' numbers and its payments, every change of which is on disk before the call returns.</summary>
/// <remarks>docs/protocol/wallet.md §4 and §6. Locks other processes out. Secrets are zeroed when disposed. Thread-safe.</remarks>
public sealed class WalletFile : IDisposable
{
    private readonly System.Threading.Lock _gate = new();
    private readonly EncryptedFile _file;
    private readonly WalletLock? _lock;
    private readonly WalletSecrets _secrets;
    private readonly Dictionary<KeyPath, PublicKey> _publicKeys = [];
    private WalletContents _contents;

    private WalletFile(EncryptedFile file, WalletLock? heldLock, WalletSecrets secrets, WalletContents contents)
    {
        _file = file;
        _lock = heldLock;
        _secrets = secrets;
        _contents = contents;
    }

    /// <summary>The chain that the wallet belongs to; null until it met a node.</summary>
    public ChainBinding? Chain => _contents.Chain;

    /// <summary>The number of receiving addresses that were given out, 1 or more.</summary>
    public uint ReceiveCount => _contents.ReceiveCount;

    /// <summary>The number of change addresses that were used.</summary>
    public uint ChangeCount => _contents.ChangeCount;

    /// <summary>The payments that this wallet made, oldest first.</summary>
    public ImmutableList<PaymentRecord> Payments => _contents.Payments;

    /// <summary>How many words the wallet can be made again from; 0 when it only watches.</summary>
    public int WordCount => _secrets.WordCount;

    /// <summary>How many keys were brought in, which the words do not give.</summary>
    public int ImportedCount => _secrets.ImportedCount;

    /// <summary>Whether the owner has shown that the words are written down.</summary>
    public bool IsBackedUp => _contents.IsBackedUp;

    /// <summary>Whether the wallet has a view key alone: it sees, and spends nothing.</summary>
    public bool IsWatchOnly => _secrets.IsWatchOnly;

    /// <summary>What the wallet's keys let it see.</summary>
    public WalletSight Sight => _secrets.Sight;

    /// <summary>Where the file is; null in tests that have none.</summary>
    internal string Path { get; private init; } = string.Empty;

    /// <summary>The private money.</summary>
    internal PrivateState Private => _contents.Private;

    /// <summary>Makes a wallet that only watches, out of a view key's text.</summary>
    /// <param name="path">A file that does not exist.</param>
    /// <param name="passphrase">UTF-8; the caller zeroes it.</param>
    /// <param name="viewKey">A full or an incoming view key.</param>
    /// <param name="cost">What guessing the passphrase costs.</param>
    /// <exception cref="WalletException">It cannot be made, and says why.</exception>
    public static WalletFile CreateWatchOnly(string path, ReadOnlySpan<byte> passphrase, string viewKey, KeyCost cost)
    {
        if (!ViewKeyText.TryRead(viewKey, out _, out FullViewKey? full, out IncomingViewKey? incoming))
        {
            throw new WalletException(WalletFault.ViewKey, "That is no view key: it is mistyped or cut off. Copy it again.");
        }

        using (full)
        using (incoming)
        {
            byte[] key = GC.AllocateArray<byte>(full is null ? IncomingViewKey.SizeBytes : FullViewKey.SizeBytes, pinned: true);
            full?.Write(key);
            incoming?.Write(key);
            WalletLock held = WalletLock.Acquire(path);
            try
            {
                WalletFile wallet = new(EncryptedFile.Create(DiskFiles.Instance, path, passphrase, cost), held, new WalletSecrets(key), new WalletContents()) { Path = path };
                wallet.Save(wallet._contents);
                return wallet;
            }
            catch
            {
                held.Dispose();
                throw;
            }
            finally
            {
                CryptographicOperations.ZeroMemory(key);
            }
        }
    }

    /// <summary>Makes a wallet.</summary>
    /// <param name="path">A file that does not exist.</param>
    /// <param name="passphrase">UTF-8; the caller zeroes it.</param>
    /// <param name="mnemonic">The words; the wallet disposes them.</param>
    /// <param name="cost">What guessing the passphrase costs.</param>
    /// <exception cref="WalletException">It cannot be made, and says why.</exception>
    public static WalletFile Create(string path, ReadOnlySpan<byte> passphrase, Mnemonic mnemonic, KeyCost cost)
    {
        WalletLock held = WalletLock.Acquire(path);
        try
        {
            return Create(DiskFiles.Instance, held, path, passphrase, mnemonic, cost);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Opens a wallet.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="passphrase">UTF-8; the caller zeroes it.</param>
    /// <exception cref="WalletException">It cannot be opened, and says why.</exception>
    public static WalletFile Open(string path, ReadOnlySpan<byte> passphrase)
    {
        if (!File.Exists(path))
        {
            throw new WalletException(WalletFault.NotFound, $"There is no wallet at {path}. Make one with `komandor wallet create`.");
        }

        WalletLock held = WalletLock.Acquire(path);
        try
        {
            return Open(DiskFiles.Instance, held, path, passphrase);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Makes a wallet on any file layer.</summary>
    internal static WalletFile Create(
        IFileLayer files, WalletLock? held, string path, ReadOnlySpan<byte> passphrase, Mnemonic mnemonic, KeyCost cost)
    {
        WalletFile wallet = new(EncryptedFile.Create(files, path, passphrase, cost), held, new WalletSecrets(mnemonic), new WalletContents()) { Path = path };
        wallet.Save(wallet._contents);
        return wallet;
    }

    /// <summary>Opens a wallet on any file layer.</summary>
    internal static WalletFile Open(IFileLayer files, WalletLock? held, string path, ReadOnlySpan<byte> passphrase)
    {
        EncryptedFile file = EncryptedFile.Open(files, path, passphrase, out byte[] plain);
        CanonicalReader reader = new(plain);
        WalletSecrets? secrets = WalletSecrets.TryRead(ref reader);
        WalletContents? contents = WalletContents.TryRead(ref reader);
        CryptographicOperations.ZeroMemory(plain);
        if (secrets is null || contents is null)
        {
            secrets?.Dispose();
            file.Dispose();
            throw new WalletException(WalletFault.Damaged, $"{path} holds what no wallet writes. Restore the wallet from its words, to another file.");
        }

        return new WalletFile(file, held, secrets, contents) { Path = path };
    }

    /// <summary>Ties the wallet to <paramref name="chain"/> when it first meets a node.</summary>
    /// <exception cref="WalletException">It belongs to another (<see cref="WalletFault.OtherChain"/>).</exception>
    public void Bind(ChainBinding chain)
    {
        lock (_gate)
        {
            if (_contents.Chain is null)
            {
                Save(_contents with { Chain = chain });
            }
            else if (_contents.Chain.ChainId != chain.ChainId)
            {
                throw new WalletException(
                    WalletFault.OtherChain,
                    $"The wallet belongs to the chain {_contents.Chain.Network} {_contents.Chain.ChainId}, the node to {chain.Network} {chain.ChainId}. "
                    + "Use that chain's node, or restore the words to another file.");
            }
        }
    }

    /// <summary>Counts addresses as used, at least so many of each chain.</summary>
    public void CountAddresses(uint receiveCount, uint changeCount)
    {
        lock (_gate)
        {
            WalletContents counted = _contents with
            {
                ReceiveCount = Math.Max(receiveCount, _contents.ReceiveCount),
                ChangeCount = Math.Max(changeCount, _contents.ChangeCount),
            };
            if (counted != _contents)
            {
                Save(counted);
            }
        }
    }

    /// <summary>Adds a payment, or replaces the one with its id.</summary>
    public void Put(PaymentRecord payment)
    {
        lock (_gate)
        {
            int index = _contents.Payments.FindIndex(one => one.Id == payment.Id);
            ImmutableList<PaymentRecord> payments =
                index < 0 ? _contents.Payments.Add(payment) : _contents.Payments.SetItem(index, payment);
            Save(_contents with { Payments = payments });
        }
    }

    /// <summary>Replaces what is known of the private money.</summary>
    internal void PutPrivate(Func<PrivateState, PrivateState> change)
    {
        lock (_gate)
        {
            Save(_contents with { Private = change(_contents.Private) });
        }
    }

    /// <summary>Replaces what is known of the private money and adds a payment, in one write: both are on disk, or neither.</summary>
    internal void PutPrivate(Func<PrivateState, PrivateState> change, PaymentRecord payment)
    {
        lock (_gate)
        {
            Save(_contents with { Private = change(_contents.Private), Payments = _contents.Payments.Add(payment) });
        }
    }

    /// <summary>The private keys; the caller disposes them.</summary>
    internal WalletKeys PrivateKeys() => _secrets.PrivateKeys();

    /// <summary>The wallet's private address number 0, for a network with <paramref name="prefix"/>.</summary>
    public string FirstPrivateAddress(string prefix)
    {
        using WalletKeys keys = PrivateKeys();
        return keys.Incoming.AddressAt(prefix, 0).ToString();
    }

    /// <summary>Keeps a key that the words do not give; a copy is kept, so the caller still disposes its own.</summary>
    public void Import(SigningKey key)
    {
        lock (_gate)
        {
            _secrets.Import(key);
            Save(_contents);
        }
    }

    /// <summary>Checks what the owner wrote down: the words at these places, from 0.</summary>
    /// <returns>Whether all are right; only then the wallet counts as backed up. Which one is wrong is not said.</returns>
    public bool CheckBackup(IReadOnlyList<(int Index, string Word)> answers)
    {
        bool isRight = answers.Count > 0;
        foreach ((int index, string word) in answers)
        {
            isRight &= _secrets.WordIs(index, word);
        }

        if (isRight)
        {
            MarkBackedUp();
        }

        return isRight;
    }

    /// <summary>Notes that the words are written down, such as when the wallet was just made from them.</summary>
    public void MarkBackedUp()
    {
        lock (_gate)
        {
            if (!_contents.IsBackedUp)
            {
                Save(_contents with { IsBackedUp = true });
            }
        }
    }

    /// <summary>The public key at <paramref name="path"/>.</summary>
    public PublicKey PublicKeyAt(KeyPath path)
    {
        lock (_gate)
        {
            if (!_publicKeys.TryGetValue(path, out PublicKey key))
            {
                using SigningKey secret = KeyAt(path);
                key = secret.PublicKey;
                _publicKeys.Add(path, key);
            }

            return key;
        }
    }

    /// <summary>Every path whose address was given out or used.</summary>
    public IEnumerable<KeyPath> UsedPaths()
    {
        WalletContents contents = _contents;
        if (IsWatchOnly)
        {
            yield break;
        }

        for (uint index = 0; index < contents.ReceiveCount; index++)
        {
            yield return new KeyPath(KeyChain.Receive, index);
        }

        for (uint index = 0; index < contents.ChangeCount; index++)
        {
            yield return new KeyPath(KeyChain.Change, index);
        }

        for (uint index = 0; index < _secrets.ImportedCount; index++)
        {
            yield return new KeyPath(KeyChain.Imported, index);
        }
    }

    /// <summary>The key at <paramref name="path"/>; the caller disposes it.</summary>
    internal SigningKey KeyAt(KeyPath path) => _secrets.KeyAt(path);

    /// <summary>Zeroes the secrets and lets other processes in.</summary>
    public void Dispose()
    {
        _secrets.Dispose();
        _file.Dispose();
        _lock?.Dispose();
    }

    private void Save(WalletContents contents)
    {
        CanonicalWriter writer = new();
        contents.Write(writer);

        // What cannot be read back must not replace what can.
        CanonicalReader check = new(writer.Written);
        Invariant.Require(WalletContents.TryRead(ref check) is not null);
        byte[] plain = GC.AllocateArray<byte>(_secrets.SizeBytes + writer.SizeBytes, pinned: true);
        _secrets.CopyTo(plain);
        writer.Written.CopyTo(plain.AsSpan(_secrets.SizeBytes));
        _file.Save(plain);
        CryptographicOperations.ZeroMemory(plain);
        _contents = contents;
    }
}
