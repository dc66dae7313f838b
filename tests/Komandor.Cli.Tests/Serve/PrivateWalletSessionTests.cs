using Komandor.Cli.Serve;
using Komandor.FakeNode;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Private.Disclosure;
using Komandor.Wallet.Storage;
using Komandor.Web.WalletPages;

namespace Komandor.Cli.Tests.Serve;

/// <summary>The pages' session over real proofs and a chain in memory.</summary>
public sealed class PrivateWalletSessionTests : IDisposable
{
    private const ulong NoteUnits = 1_000_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("komandor-private-session-");
    private readonly WalletFile _file;
    private readonly PrivateLedger _ledger;
    private readonly LocalWalletSession _session;

    public PrivateWalletSessionTests()
    {
        _file = Make("wallet", 1);
        Assert.True(PrivateAddress.TryParse(_file.FirstPrivateAddress("kmdd"), out PrivateAddress? own, out _));
        _ledger = new PrivateLedger(
            new PrivateParameters(1, 64, 4, 16),
            [new GenesisAllocation(Ledger.Lock.Key(_file.PublicKeyAt(new KeyPath(KeyChain.Receive, 0))), AssetId.Kmcc, 500_000, "coins")],
            [.. Enumerable.Range(0, 4).Select(index => new GenesisNote(own, PrivateTier.Shielded, NoteUnits, $"note {index}"))]);
        _session = new LocalWalletSession(_file, _ledger, "development", TimeProvider.System);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _session.Dispose();
        _file.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Send_OfManyNotes_JoinsThemPaysAndOpensForBothSidesAlone()
    {
        using WalletFile other = Make("other", 2);
        using LocalWalletSession bob = new(other, _ledger, "development", TimeProvider.System);
        WalletOverview before = await _session.OverviewAsync(Cancelled);
        Assert.True(before.Scan is { IsDone: true, Found: 4 });
        Assert.Equal(
            [(MoneyTier.Shielded, 4 * NoteUnits), (MoneyTier.Transparent, 500_000UL)], before.Balances.Select(one => (one.Tier, one.Available)));
        Assert.Equal(WalletEntryKind.Genesis, Assert.Single(await _session.HistoryAsync(10, Cancelled)).Kind);

        string recipient = await bob.AddressAsync(hidden: true, fresh: true, Cancelled);
        WalletQuote quote = await _session.QuoteAsync(new WalletPayment(recipient, AssetId.Kmcc, 2_500_000, "for you", MoneyTier.Shielded), Cancelled);
        Assert.Equal(2, quote.Rounds);
        Assert.Contains("Nobody sees", quote.Shows, StringComparison.Ordinal);
        List<int> left = [];
        WalletReceipt receipt = await _session.SendAsync(quote, new Recorder(left));
        receipt = await _session.WaitAsync(receipt.Id, Cancelled);
        Assert.Equal(WalletOutcome.Final, receipt.Outcome);
        Assert.Equal([2, 1], left);
        _ledger.MakeBlock();

        WalletBalance got = Assert.Single((await bob.OverviewAsync(Cancelled)).Balances);
        Assert.Equal((MoneyTier.Shielded, 2_500_000UL), (got.Tier, got.Available));
        WalletEntry arrived = Assert.Single(await bob.HistoryAsync(10, Cancelled));
        Assert.Equal((receipt.Id, "for you", "shielded", WalletEntryKind.Payment), (arrived.Id, arrived.Memo, arrived.Tiers, arrived.Kind));
        IReadOnlyList<WalletEntry> history = await _session.HistoryAsync(10, Cancelled);
        Assert.Contains(history, one => one.Id == receipt.Id && one.Recipient == recipient && one.Memo == "for you");
        Assert.Contains(history, one => one.Kind == WalletEntryKind.Own);

        Assert.Equal(recipient, (await _session.OpenAsync(receipt.Id, null, Cancelled))!.Recipient);
        string key = await bob.ViewKeyAsync(full: false, Cancelled);
        Assert.Equal(2_500_000UL, Assert.Single((await _session.OpenAsync(receipt.Id, key, Cancelled))!.Notes).Value);
        await Assert.ThrowsAsync<WalletSessionException>(() => _session.OpenAsync(receipt.Id, key[..^1], Cancelled));

        string proof = await bob.ProveAsync(DisclosureKind.Payment, receipt.Id, "invoice 7", Cancelled);
        Assert.Equal(DisclosureFault.None, (await _session.VerifyAsync(proof, "invoice 7", Cancelled)).Fault);
        Assert.Equal(DisclosureFault.Proof, (await _session.VerifyAsync(proof, "invoice 8", Cancelled)).Fault);
        await Assert.ThrowsAsync<WalletSessionException>(() => bob.ProveAsync(DisclosureKind.Spend, receipt.Id, "invoice 7", Cancelled));
        await Assert.ThrowsAsync<WalletSessionException>(() => bob.ProveReserveAsync(3_000_000, "bank", Cancelled));
        Assert.Equal(2_500_000UL, (await _session.VerifyAsync(await bob.ProveReserveAsync(2_000_000, "bank", Cancelled), "bank", Cancelled)).Value);
    }

    [Fact]
    public async Task Send_OwnCoinsIntoThePool_IsOneLineOfOwnMoney()
    {
        string own = await _session.AddressAsync(hidden: true, fresh: false, Cancelled);
        WalletQuote quote = await _session.QuoteAsync(new WalletPayment(own, AssetId.Kmcc, 300_000, "", MoneyTier.Transparent), Cancelled);
        Assert.Contains("Everybody sees your transparent coins", quote.Shows, StringComparison.Ordinal);
        WalletReceipt receipt = await _session.SendAsync(quote, null);
        Assert.Equal(WalletOutcome.Final, (await _session.WaitAsync(receipt.Id, Cancelled)).Outcome);
        WalletEntry entry = Assert.Single(await _session.HistoryAsync(10, Cancelled), one => one.Id == receipt.Id);
        Assert.Equal((WalletEntryKind.Own, "transparent and shielded", quote.Fee), (entry.Kind, entry.Tiers, entry.Spent - entry.Received));
    }

    [Fact]
    public async Task CheckBackup_OfRightWords_IsRemembered()
    {
        Assert.False(await _session.CheckBackupAsync([(0, "wrong")], Cancelled));
        Assert.False(_session.IsBackedUp);
        using Mnemonic words = new([.. Enumerable.Repeat((byte)1, 32)]);
        Assert.True(await _session.CheckBackupAsync([(7, words.Word(7)), (23, words.Word(23))], Cancelled));
        Assert.True(_session.IsBackedUp);
    }

    private WalletFile Make(string name, byte number) => WalletFile.Create(
        Path.Combine(_folder.FullName, name), "secret"u8, new Mnemonic([.. Enumerable.Repeat(number, 32)]), new KeyCost(1, 8192));

    private sealed class Recorder(List<int> left) : IProgress<int>
    {
        public void Report(int value) => left.Add(value);
    }
}
