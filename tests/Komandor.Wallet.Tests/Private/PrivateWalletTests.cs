using Komandor.FakeNode;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Tests.Private;

public sealed class PrivateWalletTests
{
    private const ulong NoteAmount = 100_000;
    private const int NotesATier = 10;

    private static PrivateLedger Ledger(PrivateParameters? numbers = null, int own = NotesATier) => new(
        numbers ?? new PrivateParameters(1, 64, 16, 16),
        [],
        [
            .. new[] { PrivateTier.Ring, PrivateTier.Shielded }.SelectMany(tier => Enumerable.Range(0, own + NotesATier + 4)
                .Select(index => new GenesisNote(TestWallet.AddressOf(index < own ? (byte)1 : (byte)9), tier, NoteAmount, "note"))),
        ]);

    [Theory]
    [InlineData(PaymentSource.Shielded)]
    [InlineData(PaymentSource.Ring)]
    public async Task Send_InEitherTier_ArrivesWithItsMemoAndIsSeenToBeSpent(PaymentSource source)
    {
        PrivateTier tier = source == PaymentSource.Ring ? PrivateTier.Ring : PrivateTier.Shielded;
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using TestWallet bob = await TestWallet.OpenAsync(ledger, 2);
        string address = bob.Private.Address(bob.Chain, fresh: true);
        PaymentRecord paid = await alice.PayAsync(address, 30_000, source, "for you");
        Assert.Equal((PaymentState.Final, (string?)null), (paid.State, paid.Fault));
        await bob.ScanAsync();
        await alice.ScanAsync();
        Assert.Equal(30_000UL, bob.Balance(tier).Available + bob.Balance(tier).Waiting);
        PrivateEntry received = Assert.Single(bob.Private.History());
        Assert.Equal(("for you", 30_000UL, 0UL), (received.Memo, received.Received, received.Spent));
        PrivateEntry sent = alice.Private.History()[0];
        Assert.Equal((address, 30_000UL, "for you", paid.Fee), (sent.Recipient, sent.Paid, sent.Memo, sent.Fee));
        Assert.Equal(sent.Spent - 30_000 - paid.Fee, sent.Received);
        PrivateBalance rest = alice.Balance(tier);
        Assert.Equal((NotesATier * NoteAmount) - 30_000 - paid.Fee, rest.Available + rest.Waiting);
        Assert.Equal(0UL, rest.Reserved);
    }

    [Fact]
    public async Task Send_MoreThanTwoNotesHold_JoinsThemFirst()
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using TestWallet bob = await TestWallet.OpenAsync(ledger, 2);
        await alice.ScanAsync();
        PrivateRequest request = new(bob.Private.Address(bob.Chain, false), 350_000, string.Empty, PaymentSource.Shielded);
        PrivateQuote quote = await alice.Private.QuoteAsync(alice.Chain, request, TestContext.Current.CancellationToken);
        Assert.True(quote.Rounds > 1 && quote.Transactions == quote.Rounds + 1 && quote.Wait > TimeSpan.Zero);
        PaymentRecord paid = await alice.PayAsync(request.Recipient, request.Amount, PaymentSource.Shielded);
        Assert.Equal((PaymentState.Final, (string?)null), (paid.State, paid.Fault));
        Assert.Equal(quote.Transactions, ledger.Submitted.Count);
        await bob.ScanAsync();
        await alice.ScanAsync();
        Assert.Equal(350_000UL, bob.Balance(PrivateTier.Shielded).Available + bob.Balance(PrivateTier.Shielded).Waiting);
        PrivateBalance rest = alice.Balance(PrivateTier.Shielded);
        Assert.Equal((NotesATier * NoteAmount) - 350_000 - quote.Fee, rest.Available + rest.Waiting);
    }

    [Fact]
    public async Task Send_ThroughAllTiers_ComesBackTransparent()
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        string transparent = await alice.Service.AddressAsync(alice.Chain, false, TestContext.Current.CancellationToken);
        Assert.Equal(PaymentState.Final, (await alice.PayAsync(transparent, 60_000, PaymentSource.Shielded)).State);
        Assert.Equal(60_000UL, (await alice.Service.BalanceAsync(TestContext.Current.CancellationToken))[0].Available);
        string own = alice.Private.Address(alice.Chain, true);
        PaymentRecord entered = await alice.PayAsync(own, 20_000, PaymentSource.Transparent, "mine", PrivateTier.Ring);
        Assert.Equal((PaymentState.Final, (string?)null), (entered.State, entered.Fault));
        await alice.ScanAsync();
        Assert.Contains(alice.Private.Notes(), note => note.Value == 20_000 && note.Tier == PrivateTier.Ring);
        Assert.Equal(60_000 - 20_000 - entered.Fee, (await alice.Service.BalanceAsync(TestContext.Current.CancellationToken))[0].Available);
    }

    // docs/privacy.md §9: what crosses the turnstile is seen by everybody, so a quote says what links it.
    [Fact]
    public async Task Quote_OfWhatEntersOrLeaves_Advises()
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        string transparent = await alice.Service.AddressAsync(alice.Chain, false, TestContext.Current.CancellationToken);
        await alice.ScanAsync();
        Assert.Equal([TurnstileWarning.Precise], (await QuoteAsync(alice, transparent, 60_000, PaymentSource.Shielded)).Advice!.Warnings);
        await alice.PayAsync(transparent, 60_000, PaymentSource.Shielded);
        await alice.ScanAsync();
        string own = alice.Private.Address(alice.Chain, true);
        Assert.Equal([TurnstileWarning.Soon], (await QuoteAsync(alice, own, 20_000, PaymentSource.Transparent)).Advice!.Warnings);
        await alice.PayAsync(own, 20_000, PaymentSource.Transparent);
        await alice.ScanAsync();
        Assert.Equal([TurnstileWarning.SameAmount, TurnstileWarning.Soon], (await QuoteAsync(alice, transparent, 20_000, PaymentSource.Shielded)).Advice!.Warnings);
        Assert.Null((await QuoteAsync(alice, own, 20_000, PaymentSource.Shielded)).Advice);
    }

    private static Task<PrivateQuote> QuoteAsync(TestWallet wallet, string to, ulong amount, PaymentSource source) =>
        wallet.Private.QuoteAsync(wallet.Chain, new PrivateRequest(to, amount, string.Empty, source), TestContext.Current.CancellationToken);

    [Fact]
    public async Task Restore_FromWords_FindsNotesHistoryAndWhatWasSent()
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using TestWallet bob = await TestWallet.OpenAsync(ledger, 2);
        string address = bob.Private.Address(bob.Chain, false);
        await alice.PayAsync(address, 11_000, PaymentSource.Shielded, "first");
        await alice.PayAsync(address, 12_000, PaymentSource.Ring, "second");
        await alice.ScanAsync();
        using TestWallet again = await TestWallet.OpenAsync(ledger, 1);
        await again.ScanAsync();
        Assert.Equal(alice.Private.Notes().Select(note => (note.Key, note.Value, note.State)), again.Private.Notes().Select(note => (note.Key, note.Value, note.State)));
        Assert.Equal(alice.Private.History(), again.Private.History());
        Assert.Equal(["second", "first"], again.Private.History().Where(entry => entry.Recipient == address).Select(entry => entry.Memo));
    }

    [Fact]
    public async Task Send_AfterARefusal_ShowsTheSameRingAndSet()
    {
        PrivateLedger ledger = Ledger(own: 2);
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        string to = TestWallet.AddressOf(2).ToString();
        foreach (PaymentSource source in new[] { PaymentSource.Ring, PaymentSource.Shielded })
        {
            // It is on disk, and handed in nowhere; it expires, and is built again by another process.
            ledger.IsBusy = true;
            await alice.ScanAsync();
            PrivateRequest request = new(to, 95_000, "once", source);
            PrivateQuote quote = await alice.Private.QuoteAsync(alice.Chain, request, TestContext.Current.CancellationToken);
            PaymentRecord lost = await alice.Private.SendAsync(alice.Chain, quote, TestContext.Current.CancellationToken);
            Assert.Equal(PaymentState.Pending, lost.State);
            Assert.True(Transaction.TryDecode(lost.Encoded.AsSpan(), out Transaction? first, out _));
            alice.File.Put(lost with { State = PaymentState.Expired });
            ledger.IsBusy = false;
            ledger.MakeBlock(3);
            await alice.ReopenAsync();

            // Every note is needed now, so the same ones pay.
            await alice.PayAsync(to, 150_000, source, "again");
            await alice.ScanAsync();
            Hash256 tag = first.Body.Bundle!.TagOf(0);
            if (source == PaymentSource.Ring)
            {
                RingInput before = ((RingBundle)first.Body.Bundle).Inputs[0];
                RingInput after = ledger.Submitted.Select(one => one.Body.Bundle).OfType<RingBundle>().SelectMany(bundle => bundle.Inputs).Single(input => input.Image == tag);
                Assert.Equal(before.Members, after.Members);
            }
            else
            {
                ShieldedBundle before = (ShieldedBundle)first.Body.Bundle;
                Hash256[] tags = [.. before.Inputs.Select(input => input.Tag)];
                ShieldedBundle after = ledger.Submitted.Select(one => one.Body.Bundle).OfType<ShieldedBundle>().First(bundle => bundle.Inputs.Any(input => tags.Contains(input.Tag)));
                Assert.Equal(before.AnchorHeight, after.AnchorHeight);
                Assert.Equal(before.Inputs.First(input => after.Inputs.Any(other => other.Tag == input.Tag)).Set, after.Inputs.First(input => tags.Contains(input.Tag)).Set);
            }
        }
    }

    [Fact]
    public async Task WatchOnly_SeesWhatItsKeySees_AndSpendsNothing()
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        string to = TestWallet.AddressOf(2).ToString();
        await alice.PayAsync(to, 11_000, PaymentSource.Shielded, "seen");
        await alice.ScanAsync();
        using TestWallet full = await TestWallet.WatchAsync(ledger, alice.Private.ViewKey(alice.Chain, full: true));
        using TestWallet incoming = await TestWallet.WatchAsync(ledger, alice.Private.ViewKey(alice.Chain, full: false));
        await full.ScanAsync();
        await incoming.ScanAsync();
        Assert.Equal(alice.Private.Notes().Select(note => note.Key), full.Private.Notes().Select(note => note.Key));
        Assert.Equal(alice.Private.Notes().Select(note => note.Key), incoming.Private.Notes().Select(note => note.Key));
        Assert.Contains(full.Private.Notes(), note => note.State == PrivateNoteState.Spent);
        Assert.Contains(full.Private.History(), entry => entry.Recipient == to && entry.Memo == "seen");
        Assert.All(incoming.Private.Notes(), note => Assert.Equal(PrivateNoteState.Unknown, note.State));
        Assert.DoesNotContain(incoming.Private.History(), entry => entry.Recipient == to);
        WalletException refused = await Assert.ThrowsAsync<WalletException>(() => full.PayAsync(to, 1, PaymentSource.Shielded));
        Assert.Equal(WalletFault.WatchOnly, refused.Fault);
        Assert.Equal(WalletFault.WatchOnly, Assert.Throws<WalletException>(() => incoming.Private.ViewKey(incoming.Chain, full: true)).Fault);
        await full.ReopenAsync();
        Assert.True(full.File.IsWatchOnly);
    }

    [Fact]
    public async Task Scan_StoppedAndContinued_FindsTheSame()
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        string to = TestWallet.AddressOf(2).ToString();
        await alice.PayAsync(to, 10_000, PaymentSource.Shielded);
        await alice.ReopenAsync();
        await alice.PayAsync(to, 10_000, PaymentSource.Shielded);
        await alice.ReopenAsync();
        await alice.ScanAsync();
        Assert.Equal(12, alice.Private.Notes().Count(note => note.Tier == PrivateTier.Shielded));

        // Without its copy, a wallet reads everything again.
        foreach (string copy in new[] { ".ring", ".shielded", ".anchors" })
        {
            string path = alice.File.Path + copy;
            alice.Private.Dispose();
            File.Delete(path);
        }

        await alice.ReopenAsync();
        await alice.ScanAsync();
        Assert.Equal(12, alice.Private.Notes().Count(note => note.Tier == PrivateTier.Shielded));
        Assert.Equal(2, alice.Private.History().Count(entry => entry.Recipient == to));
    }

    [Fact]
    public async Task Send_WhatCannotBe_IsRefusedWithItsFault()
    {
        PrivateLedger ledger = Ledger(new PrivateParameters(1, 64, 16, 4096));
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        string to = TestWallet.AddressOf(2).ToString();
        await RefusedAsync(PaymentFault.Amount, alice, to, 0, PaymentSource.Shielded, "");
        await RefusedAsync(PaymentFault.Memo, alice, to, 1, PaymentSource.Shielded, new string('x', 513));
        await RefusedAsync(PaymentFault.Recipient, alice, to[..^1], 1, PaymentSource.Shielded, "");
        await RefusedAsync(PaymentFault.Recipient, alice, TestWallet.AddressOf(2).ToString().Replace("kmdd1", "kmd1", StringComparison.Ordinal), 1, PaymentSource.Shielded, "");
        await RefusedAsync(PaymentFault.InsufficientFunds, alice, to, 2_000_000, PaymentSource.Shielded, "");
        await RefusedAsync(PaymentFault.InsufficientFunds, alice, to, 1, PaymentSource.Transparent, "");

        // The ring pool has fewer notes than its minimum: nothing to hide among.
        await RefusedAsync(PaymentFault.InsufficientFunds, alice, to, 1, PaymentSource.Ring, "");
        Assert.Empty(ledger.Submitted);
    }

    private static async Task RefusedAsync(PaymentFault fault, TestWallet wallet, string to, ulong amount, PaymentSource source, string memo) =>
        Assert.Equal(fault, (await Assert.ThrowsAsync<PaymentException>(() => wallet.PayAsync(to, amount, source, memo))).Fault);
}
