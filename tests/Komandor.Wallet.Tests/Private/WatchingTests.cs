using Komandor.FakeNode;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;

namespace Komandor.Wallet.Tests.Private;

/// <summary>What wallets with view keys say of money that they see in part: never a figure that is not so.</summary>
public sealed class WatchingTests
{
    private const ulong Note = 1_000_000;

    private static PrivateLedger Ledger() => new(
        new PrivateParameters(1, 64, 4, 16),
        [],
        [
            .. new[] { PrivateTier.Ring, PrivateTier.Shielded }.SelectMany(tier => Enumerable.Range(0, 20)
                .Select(index => new GenesisNote(TestWallet.AddressOf(index < 4 ? (byte)1 : (byte)9), tier, Note, "note"))),
        ]);

    [Theory]
    [InlineData(PaymentSource.Shielded, true)]
    [InlineData(PaymentSource.Ring, true)]
    [InlineData(PaymentSource.Shielded, false)]
    [InlineData(PaymentSource.Ring, false)]
    public async Task History_OfAPaymentThatTheOwnerMade_IsNeverIncome(PaymentSource source, bool full)
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using TestWallet bob = await TestWallet.OpenAsync(ledger, 2);
        string address = bob.Private.Address(bob.Chain, fresh: false);
        PaymentRecord paid = await alice.PayAsync(address, 30_000, source, "for you");
        using TestWallet eve = await TestWallet.WatchAsync(ledger, alice.Private.ViewKey(alice.Chain, full));
        await eve.ScanAsync();
        Activity seen = Activity.Merge([], eve.Private.History(), [], 10)[0];
        Assert.Equal((paid.Id, true, true, false), (seen.Id, seen.IsMade, seen.IsOutgoing, seen.IsOwn));
        Assert.Equal(full ? 30_000 + paid.Fee : null, seen.Units);
        Assert.Equal(full ? address : string.Empty, seen.Recipient);
        Assert.Equal(full && source == PaymentSource.Shielded, seen.Spent is not null);
        Assert.Equal(seen.Received, seen.Change);
        Assert.Equal(Note - 30_000 - paid.Fee, seen.Change);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Balance_WhereSpendsAreNotSeen_IsWhatCameInAndNoMore(bool full)
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using TestWallet bob = await TestWallet.OpenAsync(ledger, 2);
        string address = bob.Private.Address(bob.Chain, fresh: false);
        PaymentRecord shielded = await alice.PayAsync(address, 30_000, PaymentSource.Shielded);
        await alice.PayAsync(address, 50_000, PaymentSource.Ring);
        ledger.MakeBlock();
        using TestWallet eve = await TestWallet.WatchAsync(ledger, alice.Private.ViewKey(alice.Chain, full));
        await eve.ScanAsync();
        Assert.Equal(full ? WalletSight.Full : WalletSight.Incoming, eve.File.Sight);
        PrivateBalance ring = eve.Balance(PrivateTier.Ring);
        Assert.Equal((null, null, null, 4 * Note), (ring.Available, ring.Waiting, ring.Reserved, ring.Received));
        PrivateBalance hidden = eve.Balance(PrivateTier.Shielded);
        Assert.Equal(full ? (4 * Note) - 30_000 - shielded.Fee : null, hidden.Available);
        Assert.Equal(full ? null : 4 * Note, hidden.Received);
        Assert.Contains("spends are not seen", SightText.Of(ring, eve.File.Sight), StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_OfCoinsThatTheOwnerMadePrivate_IsOwnMoneyToBothKeys()
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        string coins = await alice.Service.AddressAsync(alice.Chain, false, TestContext.Current.CancellationToken);
        await alice.PayAsync(coins, 500_000, PaymentSource.Shielded);
        PaymentRecord entered = await alice.PayAsync(alice.Private.Address(alice.Chain, false), 200_000, PaymentSource.Transparent, "mine", PrivateTier.Ring);
        foreach (bool full in new[] { true, false })
        {
            using TestWallet eve = await TestWallet.WatchAsync(ledger, alice.Private.ViewKey(alice.Chain, full));
            await eve.ScanAsync();
            Activity seen = Activity.Merge([], eve.Private.History(), [], 10)[0];
            Assert.Equal((entered.Id, true, (bool?)null, 200_000UL), (seen.Id, seen.IsOwn, seen.IsOutgoing, seen.Units));
            Activity left = Activity.Merge([], eve.Private.History(), [], 10)[1];
            Assert.Equal((true, true, full ? 500_000 + left.Fee : null), (left.IsMade, left.IsOutgoing, left.Units));
        }
    }
}
