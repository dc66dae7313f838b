using Komandor.Api.Messages;
using Komandor.FakeNode;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Scanning;
using Komandor.Wallet.Proofs;

namespace Komandor.Wallet.Tests.Private;

/// <summary>What a node says of the pools and cannot prove is found before anything is paid with it.</summary>
public sealed class LyingPoolTests
{
    private const int OwnNotes = 4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Lies => new("number", "missing", "swapped", "key", "commitment", "height", "anchor", "hidden anchor", "tip's anchor");

    [Theory]
    [MemberData(nameof(Lies))]
    [Trait("lane", "nightly")]
    public async Task Scan_OfALieAtTheStart_IsRefusedByRuleW34AndForgotten(string lie)
    {
        PrivateLedger ledger = await LedgerAsync();
        LyingNode node = new(ledger);
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        Tell(node, lie, from: 0);
        await AssertRefusedAsync(alice, ledger, node, expectedNext: 0);
        await AssertPaysAsync(alice);
    }

    [Theory]
    [MemberData(nameof(Lies))]
    [Trait("lane", "nightly")]
    public Task Scan_OfAnyLieAfterATrueScan_GoesBackToWhatWasProven(string lie) => AssertGoesBackAsync(lie);

    [Theory]
    [InlineData("number")]
    [InlineData("missing")]
    [InlineData("swapped")]
    [InlineData("anchor")]
    public Task Scan_OfALieAfterATrueScan_GoesBackToWhatWasProven(string lie) => AssertGoesBackAsync(lie);

    private static async Task AssertGoesBackAsync(string lie)
    {
        PrivateLedger ledger = await LedgerAsync();
        LyingNode node = new(ledger);
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        await alice.ScanAsync();
        ulong proven = alice.File.Private.NextHeight;
        int notes = alice.File.Private.Notes.Count;
        await PayBetweenOthersAsync(ledger);
        Tell(node, lie, proven);
        await AssertRefusedAsync(alice, ledger, node, proven);
        Assert.Equal(notes, alice.File.Private.Notes.Count);
        await AssertPaysAsync(alice);
    }

    [Fact]
    public async Task Scan_OfAnOlderHeader_LetsNothingNewBePaidWith()
    {
        PrivateLedger ledger = await LedgerAsync();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using TestWallet bob = await TestWallet.OpenAsync(ledger, 2);
        await bob.ScanAsync();
        Dictionary<string, ObjectProofBytes> old = [];
        LyingNode node = new(ledger) { Proofs = proof => old[proof.Key] = proof };
        string address = bob.Private.Address(bob.Chain, false);
        using PrivateWallet lied = Reopen(bob, node);
        await lied.ScanAsync(bob.Chain, null, Cancellation);
        await alice.PayAsync(address, 30_000, PaymentSource.Shielded);
        node.Proofs = proof => old[proof.Key];
        await lied.ScanAsync(bob.Chain, null, Cancellation);
        Assert.Equal(PrivateNoteState.Waiting, Assert.Single(lied.Notes()).State);
        node.Proofs = proof => proof;
        await lied.ScanAsync(bob.Chain, null, Cancellation);
        Assert.Equal(PrivateNoteState.Available, Assert.Single(lied.Notes()).State);
    }

    [Theory]
    [InlineData(ProofFault.Genesis)]
    [InlineData(ProofFault.Certificate)]
    [InlineData(ProofFault.StateProof)]
    public async Task Scan_OfWhatProvesNothing_IsRefusedByItsRule(ProofFault fault)
    {
        PrivateLedger ledger = await LedgerAsync();
        LyingNode node = new(ledger);
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        string other = new('7', 64);
        node.Genesis = genesis => fault == ProofFault.Genesis ? genesis with { Json = genesis.Json.Replace("note", "coin", StringComparison.Ordinal) } : genesis;
        node.Proofs = proof => fault == ProofFault.Certificate
            ? proof with { Header = proof.Header with { Certificate = proof.Header.Certificate[..^2] + "00" } }
            : proof with { Value = $"00{other}" };
        using PrivateWallet wallet = Reopen(alice, node);
        ProofException refusal = await Assert.ThrowsAsync<ProofException>(() => wallet.ScanAsync(alice.Chain, null, Cancellation));
        Assert.Equal(fault, refusal.Fault);
        await AssertPaysNothingAsync(wallet, alice, ledger);
    }

    [Fact]
    public async Task Scan_OfTheGenesisAlone_IsProvedByTheChainsId()
    {
        PrivateLedger ledger = new(new PrivateParameters(1, 64, 16, 16), [], Notes());
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        await alice.ScanAsync();
        Assert.Equal((1UL, 1UL), (alice.File.Private.ProvenRing.Next, alice.File.Private.ProvenShielded.Next));
        LyingNode node = new(ledger) { Anchors = page => page with { Anchors = [.. page.Anchors.Select(Falsified)] } };
        using TestWallet bob = await TestWallet.OpenAsync(ledger, 2);
        using PrivateWallet lied = Reopen(bob, node);
        Assert.Equal(ProofFault.OtherPools, (await Assert.ThrowsAsync<ProofException>(() => lied.ScanAsync(bob.Chain, null, Cancellation))).Fault);
    }

    private static GenesisNote[] Notes() =>
    [
        .. new[] { PrivateTier.Ring, PrivateTier.Shielded }.SelectMany(tier => Enumerable.Range(0, 24)
            .Select(index => new GenesisNote(TestWallet.AddressOf(index < OwnNotes ? (byte)1 : (byte)9), tier, 100_000, "note"))),
    ];

    // Two payments among others, so that there is something to lie about.
    private static async Task<PrivateLedger> LedgerAsync()
    {
        PrivateLedger ledger = new(new PrivateParameters(1, 64, 16, 16), [], Notes());
        await PayBetweenOthersAsync(ledger);
        return ledger;
    }

    private static async Task PayBetweenOthersAsync(PrivateLedger ledger)
    {
        using TestWallet other = await TestWallet.OpenAsync(ledger, 9);
        await other.PayAsync(other.Private.Address(other.Chain, false), 1_000, PaymentSource.Shielded);
        await other.PayAsync(other.Private.Address(other.Chain, false), 1_000, PaymentSource.Ring);
        ledger.MakeBlock(2);
    }

    private static PrivateWallet Reopen(TestWallet wallet, LyingNode node)
    {
        wallet.Private.Dispose();
        return new PrivateWallet(wallet.File, node, new NodePrivateChain(node), TimeProvider.System);
    }

    private static async Task AssertRefusedAsync(TestWallet alice, PrivateLedger ledger, LyingNode node, ulong expectedNext)
    {
        using PrivateWallet wallet = Reopen(alice, node);
        ProofException refusal = await Assert.ThrowsAsync<ProofException>(() => wallet.ScanAsync(alice.Chain, null, Cancellation));
        Assert.Equal(ProofFault.OtherPools, refusal.Fault);
        Assert.Equal(expectedNext, alice.File.Private.NextHeight);
        if (expectedNext == 0)
        {
            await AssertPaysNothingAsync(wallet, alice, ledger);
        }
    }

    private static async Task AssertPaysNothingAsync(PrivateWallet wallet, TestWallet alice, PrivateLedger ledger)
    {
        int before = ledger.Submitted.Count;
        PrivateRequest request = new(wallet.Address(alice.Chain, false), 500, string.Empty, PaymentSource.Shielded);
        Exception? refusal = await Record.ExceptionAsync(() => wallet.QuoteAsync(alice.Chain, request, Cancellation));
        Assert.True(refusal is PaymentException or ProofException, refusal?.ToString());
        Assert.Equal(before, ledger.Submitted.Count);
    }

    // An honest node, and all is well again: the payment is one that members take.
    private static async Task AssertPaysAsync(TestWallet alice)
    {
        await alice.ReopenAsync();
        PaymentRecord paid = await alice.PayAsync(alice.Private.Address(alice.Chain, false), 500, PaymentSource.Shielded);
        Assert.Equal((PaymentState.Final, (string?)null), (paid.State, paid.Fault));
    }

    private static void Tell(LyingNode node, string lie, ulong from)
    {
        node.Blocks = page => page with { Blocks = [.. page.Blocks.Select(block => block.Height < from ? block : Falsified(block, lie))] };
        node.Anchors = page => page with
        {
            Anchors = [.. page.Anchors
                .Where(anchor => lie != "hidden anchor" || anchor.Height != Math.Max(from, 1))
                .Select(anchor => (lie == "anchor" && anchor.Height >= from) || (lie == "tip's anchor" && anchor.Height == page.Newest) ? Falsified(anchor) : anchor)],
        };
    }

    private static PrivateAnchor Falsified(PrivateAnchor anchor) => anchor with { BlockId = new BlockId(Sample.Hash("another block")) };

    private static PrivateBlock Falsified(PrivateBlock block, string lie) => lie switch
    {
        // One transaction is told twice, so that all later notes have other numbers.
        "number" => block with { Transactions = [block.Transactions[0], .. block.Transactions] },
        "missing" => block with { Transactions = [.. block.Transactions.Skip(1)] },
        "swapped" => Changed(block, outputs => [outputs[1], outputs[0], .. outputs.Skip(2)]),
        "key" => Changed(block, outputs => [outputs[1][..64] + outputs[0][64..], .. outputs.Skip(1)]),
        "commitment" => Changed(block, outputs => [outputs[0][..64] + outputs[1][64..128] + outputs[0][128..], .. outputs.Skip(1)]),
        "height" => block with { Height = block.Height + (block.Height > 0 && block.Transactions.Count > 0 ? 1UL : 0UL) },
        _ => block,
    };

    private static PrivateBlock Changed(PrivateBlock block, Func<IReadOnlyList<string>, IReadOnlyList<string>> change) =>
        block with { Transactions = [.. block.Transactions.Select(one => one with { Outputs = change(one.Outputs) })] };
}
