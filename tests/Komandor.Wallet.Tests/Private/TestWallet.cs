using Komandor.Api.Messages;
using Komandor.FakeNode;
using Komandor.Ledger.Private;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Scanning;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Tests.Private;

/// <summary>A wallet in a folder of its own, on a chain in memory.</summary>
internal sealed class TestWallet : IDisposable
{
    private static readonly byte[] _passphrase = "test"u8.ToArray();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("komandor-private-");
    private readonly PrivateLedger _ledger;

    private TestWallet(PrivateLedger ledger, Func<string, WalletFile> make)
    {
        _ledger = ledger;
        File = make(Path.Combine(_folder.FullName, "wallet"));
        Service = new WalletService(File, ledger, TimeProvider.System);
        Private = new PrivateWallet(File, ledger, new NodePrivateChain(ledger), TimeProvider.System);
    }

    internal WalletFile File { get; private set; }

    internal WalletService Service { get; private set; }

    internal PrivateWallet Private { get; private set; }

    internal ChainInfo Chain { get; private set; } = null!;

    internal static Mnemonic Words(byte number) => new(Enumerable.Repeat(number, 32).Select(one => one).ToArray());

    /// <summary>The address number 0 of the wallet with these words, before any chain exists.</summary>
    internal static PrivateAddress AddressOf(byte number)
    {
        using Mnemonic words = Words(number);
        byte[] seed = new byte[Mnemonic.SeedSizeBytes];
        words.DeriveSeed([], seed);
        using SpendKey key = SpendKey.Derive(seed, 0);
        return key.View.Incoming.AddressAt("kmdd", 0);
    }

    internal static async Task<TestWallet> OpenAsync(PrivateLedger ledger, byte number)
    {
        TestWallet wallet = new(ledger, path => WalletFile.Create(path, _passphrase, Words(number), new KeyCost(1, 8192)));
        wallet.Chain = await wallet.Service.ConnectAsync(TestContext.Current.CancellationToken);
        return wallet;
    }

    internal static async Task<TestWallet> WatchAsync(PrivateLedger ledger, string viewKey)
    {
        TestWallet wallet = new(ledger, path => WalletFile.CreateWatchOnly(path, _passphrase, viewKey, new KeyCost(1, 8192)));
        wallet.Chain = await wallet.Service.ConnectAsync(TestContext.Current.CancellationToken);
        return wallet;
    }

    /// <summary>Ends the wallet and opens its file again, as another process does.</summary>
    internal async Task ReopenAsync()
    {
        string path = File.Path;
        Private.Dispose();
        File.Dispose();
        File = WalletFile.Open(path, _passphrase);
        Service = new WalletService(File, _ledger, TimeProvider.System);
        Private = new PrivateWallet(File, _ledger, new NodePrivateChain(_ledger), TimeProvider.System);
        Chain = await Service.ConnectAsync(TestContext.Current.CancellationToken);
    }

    internal async Task<ScanProgress> ScanAsync()
    {
        Chain = await Service.ConnectAsync(TestContext.Current.CancellationToken);
        return await Private.ScanAsync(Chain, null, TestContext.Current.CancellationToken);
    }

    internal async Task<PaymentRecord> PayAsync(string to, ulong amount, PaymentSource source, string memo = "", PrivateTier into = PrivateTier.Shielded)
    {
        await ScanAsync();
        PrivateRequest request = new(to, amount, memo, source, into);
        PrivateQuote quote = await Private.QuoteAsync(Chain, request, TestContext.Current.CancellationToken);
        PaymentRecord payment = await Private.SendAsync(Chain, quote, TestContext.Current.CancellationToken);
        return await Service.WaitAsync(payment, TestContext.Current.CancellationToken);
    }

    internal PrivateBalance Balance(PrivateTier tier) => Private.Balance().Single(balance => balance.Tier == tier);

    public void Dispose()
    {
        Private.Dispose();
        File.Dispose();
        _folder.Delete(recursive: true);
    }
}
