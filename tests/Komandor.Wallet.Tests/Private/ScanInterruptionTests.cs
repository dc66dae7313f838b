using Komandor.FakeNode;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Tests.Private;

/// <summary>A sync saves now and then, not after every page: whatever interrupts it, the file and the copy of the pools agree.</summary>
public sealed class ScanInterruptionTests
{
    private const int Blocks = 6;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Scan_NodeGoesAwayBetweenPages_KeepsWhatWasReadAndGoesOn(int page)
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await OpenAsync(ledger);
        SlowPages pages = new(new NodePrivateChain(ledger)) { Before = number => Require(number != page) };
        using PrivateWallet wallet = new(alice.File, ledger, pages, TimeProvider.System);
        await Assert.ThrowsAsync<IOException>(() => wallet.ScanAsync(alice.Chain, null, Cancellation));
        Assert.Equal((ulong)page - 1, alice.File.Private.NextHeight);
        Assert.Equal(20, alice.File.Private.Notes.Count);
        Assert.All(alice.File.Private.Notes, note => Assert.NotNull(note.Tag));

        ScanProgress reached = await wallet.ScanAsync(alice.Chain, null, Cancellation);
        Assert.Equal((40UL, 20), (reached.Notes, reached.Found));
        Assert.Equal(Blocks + 2, pages.Pages);
    }

    [Fact]
    public async Task Scan_AnotherCallChangesTheFileMeanwhile_LosesNeitherAndCountsNothingTwice()
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await OpenAsync(ledger);
        SlowPages pages = new(new NodePrivateChain(ledger));
        using PrivateWallet wallet = new(alice.File, ledger, pages, TimeProvider.System);
        pages.Before = number => _ = number == 3 ? wallet.Address(alice.Chain, fresh: true) : null;
        ScanProgress reached = await wallet.ScanAsync(alice.Chain, null, Cancellation);
        Assert.Equal((40UL, 20), (reached.Notes, reached.Found));
        Assert.Equal(2UL, alice.File.Private.AddressCount);
        Assert.Equal((20UL, 20UL), (alice.File.Private.RingSize, alice.File.Private.ShieldedSize));
        Assert.Equal(alice.File.Private.Entries.Count, alice.File.Private.Entries.Select(entry => (entry.Transaction, entry.Tier)).Distinct().Count());
    }

    private static void Require(bool isThere)
    {
        if (!isThere)
        {
            throw new IOException("The node went away.");
        }
    }

    // Half of each pool's twenty notes are the wallet's; empty blocks follow.
    private static PrivateLedger Ledger()
    {
        PrivateLedger ledger = new(
            new PrivateParameters(1, 64, 16, 16),
            [],
            [
                .. new[] { PrivateTier.Ring, PrivateTier.Shielded }.SelectMany(tier => Enumerable.Range(0, 20)
                    .Select(index => new GenesisNote(TestWallet.AddressOf(index % 2 == 0 ? (byte)1 : (byte)9), tier, 1_000, "note"))),
            ]);
        ledger.MakeBlock(Blocks);
        return ledger;
    }

    // Its own private wallet lets the copy go, so that the test's can have it.
    private static async Task<TestWallet> OpenAsync(PrivateLedger ledger)
    {
        TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        alice.Private.Dispose();
        return alice;
    }
}
