using Komandor.Cli.Serve;
using Komandor.FakeNode;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Storage;
using Komandor.Web.WalletPages;

namespace Komandor.Cli.Tests.Serve;

public sealed class LocalWalletSessionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("komandor-session-");
    private readonly FakeLedger _ledger = new();
    private readonly AwayNode _node;
    private readonly WalletFile _file;
    private readonly LocalWalletSession _session;

    public LocalWalletSessionTests()
    {
        _file = WalletFile.Create(Path.Combine(_folder.FullName, "wallet"), "secret"u8, new Mnemonic(new byte[32]), new KeyCost(1, 8192));
        _ledger.Fund(Ledger.Lock.Key(_file.PublicKeyAt(new KeyPath(KeyChain.Receive, 0))), 100_000);
        _node = new AwayNode(_ledger);
        _session = new LocalWalletSession(_file, _node, "development", TimeProvider.System);
    }

    public void Dispose()
    {
        _session.Dispose();
        _file.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Send_FromThePages_IsFinalAndStandsInBalanceAndHistory()
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        using Cryptography.SigningKey other = DevelopmentKeys.Account(5);
        string recipient = new Address("kmdd", default, Ledger.Lock.Key(other.PublicKey)).ToString();
        WalletQuote quote = await _session.QuoteAsync(new WalletPayment(recipient, AssetId.Kmcc, 40_000, "hello", MoneyTier.Transparent), cancelled);
        WalletReceipt receipt = await _session.SendAsync(quote, null);
        receipt = await _session.WaitAsync(receipt.Id, cancelled);
        Assert.Equal(WalletOutcome.Final, receipt.Outcome);

        WalletBalance balance = Assert.Single((await _session.OverviewAsync(cancelled)).Balances);
        Assert.Equal(("KMCC", 60_000 - quote.Fee), (balance.Name, balance.Available));
        WalletEntry entry = Assert.Single(await _session.HistoryAsync(10, cancelled));
        Assert.Equal((receipt.Id, recipient, "hello"), (entry.Id, entry.Recipient, entry.Memo));
    }

    [Fact]
    public async Task Overview_WhenTheNodeGoesAway_IsWhatWasLastKnownAndSaysSo()
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        Assert.Null((await _session.OverviewAsync(cancelled)).Problem);
        IReadOnlyList<WalletEntry> before = await _session.HistoryAsync(10, cancelled);
        _node.IsAway = true;
        WalletOverview known = await _session.OverviewAsync(cancelled);
        Assert.Equal("No node answers.", known.Problem);
        Assert.NotNull(known.AsOf);
        Assert.Equal(100_000UL, Assert.Single(known.Balances).Available);
        Assert.Equal(before, await _session.HistoryAsync(10, cancelled));
    }

    [Fact]
    public async Task Overview_OfAProcessThatMetNoNode_IsWhatTheFileKeeps()
    {
        _node.IsAway = true;
        WalletOverview kept = await _session.OverviewAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("No node answers.", null), (kept.Problem, kept.AsOf));
        Assert.Empty(kept.Balances);
        Assert.Empty(await _session.HistoryAsync(10, TestContext.Current.CancellationToken));
        _node.IsAway = false;
        Assert.Null((await _session.OverviewAsync(TestContext.Current.CancellationToken)).Problem);
    }

    [Fact]
    public async Task Quote_WhatCannotBePaid_SaysWhyInWords()
    {
        WalletSessionException refusal = await Assert.ThrowsAsync<WalletSessionException>(
            () => _session.QuoteAsync(new WalletPayment("nobody", AssetId.Kmcc, 1, string.Empty, MoneyTier.Transparent), TestContext.Current.CancellationToken));
        Assert.Contains("mistyped", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(WalletField.Recipient, refusal.Field);
    }

    [Fact]
    public async Task Address_Fresh_IsAnother()
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        foreach (bool hidden in new[] { false, true })
        {
            Assert.NotEqual(await _session.AddressAsync(hidden, fresh: false, cancelled), await _session.AddressAsync(hidden, fresh: true, cancelled));
        }
    }
}
