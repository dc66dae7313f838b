using Komandor.FakeNode;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Offline;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Tests.Private;

// A watching machine asks, a machine that never meets a node signs, and the chain takes it.
public sealed class OfflineSigningTests
{
    private const ulong NoteAmount = 100_000;
    private const int NotesATier = 24;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PaymentSource.Shielded, true, 30_000)]
    [InlineData(PaymentSource.Shielded, true, 150_000)]
    [InlineData(PaymentSource.Ring, true, 30_000)]
    [InlineData(PaymentSource.Ring, false, 150_000)]
    public async Task Payment_SignedElsewhere_ArrivesAndIsSeenToBeSpent(PaymentSource source, bool full, ulong amount)
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using TestWallet watching = await WatchAsync(ledger, alice, full);
        using WalletFile cold = Cold(1);
        using TestWallet bob = await TestWallet.OpenAsync(ledger, 2);
        string to = bob.Private.Address(bob.Chain, fresh: false);
        SigningRequest request = await PrepareAsync(watching, to, amount, source, "from afar");
        SigningAnswer answer = ColdSigner.Sign(cold, Carried(request));
        await watching.ScanAsync();
        PaymentRecord paid = await watching.Private.CompleteAsync(watching.Chain, request, Carried(answer), Cancelled);
        paid = await watching.Service.WaitAsync(paid, Cancelled);
        Assert.Equal((PaymentState.Final, (string?)null), (paid.State, paid.Fault));
        Assert.Equal(request.Fee, paid.Fee);
        Assert.Equal(paid, await watching.Private.CompleteAsync(watching.Chain, request, answer, Cancelled));
        Assert.Single(watching.File.Payments);
        await bob.ScanAsync();
        await alice.ScanAsync();
        await watching.ReopenAsync();
        await watching.ScanAsync();
        PrivateEntry received = Assert.Single(bob.Private.History());
        Assert.Equal(("from afar", amount), (received.Memo, received.Received));
        PrivateEntry sent = alice.Private.History()[0];
        Assert.Equal((to, amount, paid.Fee, sent.Spent - amount - paid.Fee), (sent.Recipient, sent.Paid, sent.Fee, sent.Received));

        // By the images that it was told, or by its tags, the watching wallet sees which notes are gone; full, also whom they paid.
        Assert.Equal(sent.Spent, watching.Private.History()[0].Spent);
        Assert.Equal(full ? to : string.Empty, watching.Private.History()[0].Recipient);
        Assert.Equal(watching.Chain.ChainId, cold.Chain!.ChainId);
    }

    [Theory]
    [InlineData(PaymentSource.Shielded)]
    [InlineData(PaymentSource.Ring)]
    public async Task Payment_OutOfThePool_SignedElsewhere_BecomesCoins(PaymentSource source)
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using TestWallet watching = await WatchAsync(ledger, alice, full: true);
        using WalletFile cold = Cold(1);
        string to = await alice.Service.AddressAsync(alice.Chain, false, Cancelled);
        SigningRequest request = await PrepareAsync(watching, to, 50_000, source, "public");
        PaymentRecord paid = await watching.Private.CompleteAsync(watching.Chain, request, ColdSigner.Sign(cold, Carried(request)), Cancelled);
        Assert.Equal(PaymentState.Final, (await watching.Service.WaitAsync(paid, Cancelled)).State);
        Assert.Equal(50_000UL, (await alice.Service.BalanceAsync(Cancelled))[0].Available);
    }

    [Theory]
    [InlineData(PaymentSource.Shielded)]
    [InlineData(PaymentSource.Ring)]
    public async Task Request_MadeAgain_ShowsTheSameRingAndSet(PaymentSource source)
    {
        PrivateLedger ledger = Ledger(own: 1);
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using TestWallet watching = await WatchAsync(ledger, alice, full: true);
        string to = TestWallet.AddressOf(2).ToString();
        SigningNote first = (await PrepareAsync(watching, to, 30_000, source)).Notes[0];

        // The choice was on disk before the request left, as another process sees.
        await watching.ReopenAsync();
        SigningNote second = (await PrepareAsync(watching, to, 40_000, source)).Notes[0];
        Assert.Equal((first.Index, first.Set), (second.Index, second.Set));
        Assert.Equal(first.Members, second.Members);
    }

    [Fact]
    public async Task Prepare_WithoutWhatItTakes_IsRefused()
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using TestWallet incoming = await WatchAsync(ledger, alice, full: false);
        string to = TestWallet.AddressOf(2).ToString();
        Assert.Equal(WalletFault.WatchOnly, (await Assert.ThrowsAsync<WalletException>(() => PrepareAsync(incoming, to, 1, PaymentSource.Shielded))).Fault);
        Assert.Equal(PaymentFault.Amount, (await Assert.ThrowsAsync<PaymentException>(() => PrepareAsync(incoming, to, 0, PaymentSource.Ring))).Fault);
        Assert.Equal(
            PaymentFault.Recipient, (await Assert.ThrowsAsync<PaymentException>(() => PrepareAsync(alice, to, 1, PaymentSource.Transparent))).Fault);
        Assert.Equal(
            PaymentFault.InsufficientFunds, (await Assert.ThrowsAsync<PaymentException>(() => PrepareAsync(alice, to, 250_000, PaymentSource.Shielded))).Fault);
    }

    [Theory]
    [InlineData(PaymentSource.Shielded)]
    [InlineData(PaymentSource.Ring)]
    public async Task Sign_ForALyingMachine_IsRefused(PaymentSource source)
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using TestWallet watching = await WatchAsync(ledger, alice, full: true);
        using WalletFile cold = Cold(1);
        using WalletFile other = Cold(2);
        SigningRequest request = await PrepareAsync(watching, TestWallet.AddressOf(2).ToString(), 30_000, source);
        SigningNote note = request.Notes[0];
        Assert.Equal(OfflineFault.OtherWallet, Refusal(other, request));
        Assert.Equal(OfflineFault.OtherWallet, Refusal(cold, request with { Notes = [note with { Nonce = Sample.Hash("another") }] }));
        Assert.Equal(OfflineFault.OtherWallet, Refusal(cold, request with { Notes = [note with { AddressNumber = note.AddressNumber + 1 }] }));
        Assert.Equal(OfflineFault.Malformed, Refusal(cold, request with { Notes = [note with { EphemeralKey = Hash256.Parse(new string('f', 64)) }] }));
        Assert.Equal(OfflineFault.Note, Refusal(cold, request with { Notes = [note with { Value = note.Value + 1 }] }));
        Assert.Equal(OfflineFault.Amount, Refusal(cold, request with { Amount = 0 }));
        Assert.Equal(OfflineFault.Amount, Refusal(cold, request with { Amount = NoteAmount }));
        Assert.Equal(OfflineFault.Fee, Refusal(cold, request with { Fee = request.Fee + 1 }));
        if (source == PaymentSource.Ring)
        {
            Assert.Equal(OfflineFault.Note, Refusal(cold, request with { Notes = [note with { Index = 1_000 }] }));
            Assert.Equal(OfflineFault.Note, Refusal(cold, request with { Notes = [note with { Commitment = note.Key }] }));
            byte[] ring = note.Ring.ToArray();
            Assert.Equal(OfflineFault.Note, Refusal(cold, request with { Notes = [note with { Ring = (byte[])[.. ring[64..], .. ring[..64]] }] }));
            return;
        }

        // Whatever is redirected makes another transaction than the one that is named.
        Assert.Equal(OfflineFault.Changed, Refusal(cold, request with { Recipient = TestWallet.AddressOf(3).ToString() }));
        Assert.Equal(OfflineFault.Changed, Refusal(cold, request with { Amount = request.Amount + 1 }));
        Assert.Equal(OfflineFault.Changed, Refusal(cold, request with { Fee = request.Fee * 2 }));
        Assert.Equal(OfflineFault.Changed, Refusal(cold, request with { Memo = "other" }));
        Assert.Equal(OfflineFault.Changed, Refusal(cold, request with { Seed = request.Randomness }));
        Assert.Equal(OfflineFault.Changed, Refusal(cold, request with { AnchorHeight = request.AnchorHeight + 1 }));
        Assert.Equal(OfflineFault.Changed, Refusal(cold, request with { ValidUntil = request.ValidUntil.Plus(1) }));
    }

    [Fact]
    public async Task Sign_ForAnotherChainOrByAWatcher_IsRefused()
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using TestWallet watching = await WatchAsync(ledger, alice, full: true);
        using WalletFile cold = Cold(1);
        SigningRequest request = await PrepareAsync(watching, TestWallet.AddressOf(2).ToString(), 30_000, PaymentSource.Shielded);
        ColdSigner.Sign(cold, request);
        Assert.Equal(OfflineFault.OtherChain, Refusal(cold, request with { Chain = request.Chain with { ChainId = new ChainId(Sample.Hash("another")) } }));
        Assert.Equal(WalletFault.WatchOnly, Assert.Throws<WalletException>(() => ColdSigner.Check(watching.File, request)).Fault);
    }

    [Theory]
    [InlineData(PaymentSource.Shielded)]
    [InlineData(PaymentSource.Ring)]
    public async Task Complete_WithAnAnswerToSomethingElse_IsRefused(PaymentSource source)
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using TestWallet watching = await WatchAsync(ledger, alice, full: true);
        using WalletFile cold = Cold(1);
        SigningRequest request = await PrepareAsync(watching, TestWallet.AddressOf(2).ToString(), 30_000, source);
        SigningAnswer answer = ColdSigner.Sign(cold, request);
        Assert.Equal(OfflineFault.OtherChain, await RefusalAsync(watching, request, answer with { Chain = new ChainId(Sample.Hash("another")) }));
        Assert.Equal(OfflineFault.OtherRequest, await RefusalAsync(watching, request, answer with { Request = Sample.Hash("another") }));
        Assert.Equal(OfflineFault.OtherRequest, await RefusalAsync(watching, request with { Amount = 1 }, answer));
        Assert.Equal(OfflineFault.OtherRequest, await RefusalAsync(watching, request, answer with { Proofs = [] }));
        Assert.Equal(OfflineFault.Disagrees, await RefusalAsync(watching, request, answer with { Transaction = new TransactionId(Sample.Hash("another")) }));

        // A signer that was led to sign other outputs bears the request's name, and is found out all the same.
        SigningRequest changed = source == PaymentSource.Ring ? request with { Amount = request.Amount + 1 } : await PrepareAsync(
            watching, TestWallet.AddressOf(2).ToString(), 30_001, source);
        Assert.Equal(OfflineFault.Disagrees, await RefusalAsync(watching, request, ColdSigner.Sign(cold, changed) with { Request = request.Id }));
        byte[] spoilt = answer.Proofs[0].ToArray();
        spoilt[^1] ^= 1;
        Assert.Equal(OfflineFault.Signature, await RefusalAsync(watching, request, answer with { Proofs = [spoilt] }));
        if (source == PaymentSource.Ring)
        {
            Assert.Equal(OfflineFault.Disagrees, await RefusalAsync(watching, request, answer with { Images = [Sample.Hash("another")] }));
        }

        Assert.Empty(watching.File.Payments);
    }

    [Fact]
    public async Task Complete_TooLate_IsRefused()
    {
        PrivateLedger ledger = Ledger(new PrivateParameters(1, 4, 16, 16));
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using TestWallet watching = await WatchAsync(ledger, alice, full: true);
        using WalletFile cold = Cold(1);
        SigningRequest request = await PrepareAsync(watching, TestWallet.AddressOf(2).ToString(), 30_000, PaymentSource.Shielded);
        SigningAnswer answer = ColdSigner.Sign(cold, request);
        ledger.MakeBlock(4);
        await watching.ScanAsync();
        Assert.Equal(OfflineFault.StaleAnchor, await RefusalAsync(watching, request, answer));
        SigningRequest early = request with { ValidUntil = new Timestamp(1) };
        Assert.Equal(OfflineFault.Expired, await RefusalAsync(watching, early, answer with { Request = early.Id }));
    }

    private static PrivateLedger Ledger(PrivateParameters? numbers = null, int own = 4) => new(
        numbers ?? new PrivateParameters(1, 64, 16, 16),
        [],
        [
            .. new[] { PrivateTier.Ring, PrivateTier.Shielded }.SelectMany(tier => Enumerable.Range(0, NotesATier)
                .Select(index => new GenesisNote(TestWallet.AddressOf(index >= NotesATier - own ? (byte)1 : (byte)9), tier, NoteAmount, "note"))),
        ]);

    private static Task<TestWallet> WatchAsync(PrivateLedger ledger, TestWallet owner, bool full) =>
        TestWallet.WatchAsync(ledger, owner.Private.ViewKey(owner.Chain, full));

    // A wallet without any node, and without a file's folder.
    private static WalletFile Cold(byte number) =>
        WalletFile.Create(new Storage.CrashingFiles(), null, "cold", "test"u8, TestWallet.Words(number), new KeyCost(1, 8192));

    private static async Task<SigningRequest> PrepareAsync(TestWallet wallet, string to, ulong amount, PaymentSource source, string memo = "")
    {
        await wallet.ScanAsync();
        return await wallet.Private.PrepareAsync(wallet.Chain, new PrivateRequest(to, amount, memo, source), Cancelled);
    }

    private static SigningRequest Carried(SigningRequest request)
    {
        string text = OfflineText.Write(OfflineKind.Request, request.Encode());
        Assert.Equal(OfflineFault.None, SigningRequest.TryRead(text, out SigningRequest? read));
        Assert.Equal(request.Id, read!.Id);
        return read;
    }

    private static SigningAnswer Carried(SigningAnswer answer)
    {
        string text = string.Join('\n', OfflineParts.Split(OfflineKind.Answer, answer.Encode()).Reverse());
        Assert.Equal(OfflineFault.None, SigningAnswer.TryRead(text, out SigningAnswer? read));
        return read!;
    }

    private static OfflineFault Refusal(WalletFile cold, SigningRequest request) =>
        Assert.Throws<OfflineException>(() => ColdSigner.Check(cold, request)).Fault;

    private static async Task<OfflineFault> RefusalAsync(TestWallet watching, SigningRequest request, SigningAnswer answer) =>
        (await Assert.ThrowsAsync<OfflineException>(() => watching.Private.CompleteAsync(watching.Chain, request, answer, Cancelled))).Fault;
}
