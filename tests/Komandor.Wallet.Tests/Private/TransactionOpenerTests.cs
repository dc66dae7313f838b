using Komandor.FakeNode;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Scanning;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Tests.Private;

public sealed class TransactionOpenerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_WithEachKindOfKey_ShowsItsOwnPartAndNoOther()
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using TestWallet bob = await TestWallet.OpenAsync(ledger, 2);
        using TestWallet eve = await TestWallet.OpenAsync(ledger, 3);
        string address = bob.Private.Address(bob.Chain, fresh: true);
        PaymentRecord paid = await alice.PayAsync(address, 30_000, PaymentSource.Shielded, "for you");
        await alice.ScanAsync();
        await bob.ScanAsync();

        OpenedTransaction sent = (await alice.Private.OpenAsync(alice.Chain, paid.Id, Cancelled))!;
        Assert.Equal((address, 30_000UL, "for you", paid.Fee), (sent.Recipient, sent.Paid, sent.Memo, sent.Fee));
        Assert.Equal(sent.Spent, 30_000 + paid.Fee + Assert.Single(sent.Notes).Value);
        Assert.Null(sent.Notes[0].Address);

        OpenedTransaction received = (await bob.Private.OpenAsync(bob.Chain, paid.Id, Cancelled))!;
        Assert.Equal(("", "for you", 0UL), (received.Recipient, received.Memo, received.Spent));
        OpenedNote note = Assert.Single(received.Notes);
        Assert.Equal((30_000UL, (ulong?)1), (note.Value, note.Address));
        Assert.Null(await eve.Private.OpenAsync(eve.Chain, paid.Id, Cancelled));

        TransactionOpener opener = new(ledger);
        OpenedTransaction seen = (await opener.OpenAsync(alice.Chain, paid.Id, alice.Private.ViewKey(alice.Chain, full: true), Cancelled))!;
        Assert.Equal((address, 30_000UL, "for you", (ulong?)null), (seen.Recipient, seen.Paid, seen.Memo, seen.Spent));
        seen = (await opener.OpenAsync(alice.Chain, paid.Id, alice.Private.ViewKey(alice.Chain, full: false), Cancelled))!;
        Assert.Equal(("", ""), (seen.Recipient, seen.Memo));
        Assert.Single(seen.Notes);
        seen = (await opener.OpenAsync(bob.Chain, paid.Id, bob.Private.ViewKey(bob.Chain, full: false), Cancelled))!;
        Assert.Equal("for you", seen.Memo);
        seen = (await opener.OpenAsync(eve.Chain, paid.Id, eve.Private.ViewKey(eve.Chain, full: true), Cancelled))!;
        Assert.False(seen.HasPart);
    }

    [Fact]
    public async Task Open_WithWhatIsNoKeyOrOfNoTransaction_IsRefused()
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        TransactionOpener opener = new(ledger);
        string key = alice.Private.ViewKey(alice.Chain, full: true);
        foreach (string text in new[] { "", key[..^1], "kmdt1abc", alice.Private.Address(alice.Chain, fresh: false) })
        {
            WalletException refusal = await Assert.ThrowsAsync<WalletException>(() => opener.OpenAsync(alice.Chain, default, text, Cancelled));
            Assert.Equal(WalletFault.ViewKey, refusal.Fault);
        }

        WalletException elsewhere = await Assert.ThrowsAsync<WalletException>(
            () => opener.OpenAsync(alice.Chain with { AddressPrefix = "kmdt" }, default, key, Cancelled));
        Assert.Equal(WalletFault.ViewKey, elsewhere.Fault);
        Assert.Null(await opener.OpenAsync(alice.Chain, new TransactionId(Hash256.Parse(new string('7', 64))), key, Cancelled));
    }

    private static PrivateLedger Ledger() => new(
        new PrivateParameters(1, 64, 4, 16), [],
        [.. Enumerable.Range(0, 4).Select(index => new GenesisNote(TestWallet.AddressOf((byte)(1 + (index % 2))), PrivateTier.Shielded, 1_000_000, $"note {index}"))]);
}
