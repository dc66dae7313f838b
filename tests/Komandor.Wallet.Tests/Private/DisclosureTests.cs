using Komandor.FakeNode;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Disclosure;

namespace Komandor.Wallet.Tests.Private;

public sealed class DisclosureTests
{
    private const string Message = "invoice 7";

    [Fact]
    public async Task Proofs_OfPaymentSpendAndReserve_HoldForTheirMessageAndChainAlone()
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using TestWallet bob = await TestWallet.OpenAsync(ledger, 2);
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        string address = bob.Private.Address(bob.Chain, false);
        foreach (PaymentSource source in new[] { PaymentSource.Shielded, PaymentSource.Ring })
        {
            PaymentRecord paid = await alice.PayAsync(address, 30_000, source, "for you");
            PaymentRecord other = await alice.PayAsync(address, 40_000, source);
            await alice.ScanAsync();
            await bob.ScanAsync();
            string[] payments =
            [
                (await alice.Private.ProvePaymentAsync(alice.Chain, paid.Id, Message, cancelled))!,
                (await bob.Private.ProvePaymentAsync(bob.Chain, paid.Id, Message, cancelled))!,
            ];
            foreach (string proof in payments)
            {
                DisclosureResult held = await VerifyAsync(ledger, alice, proof, Message);
                Assert.Equal((DisclosureFault.None, (TransactionId?)paid.Id, address, 30_000UL, "for you"), (held.Fault, held.Transaction, held.Address, held.Value, held.Memo));
                await RefusedAsync(ledger, alice, proof, 33, other.Id.Value);
            }

            string spend = (await alice.Private.ProveSpendAsync(alice.Chain, paid.Id, Message, cancelled))!;
            Assert.Equal(DisclosureFault.None, (await VerifyAsync(ledger, alice, spend, Message)).Fault);
            await RefusedAsync(ledger, alice, spend, 33, other.Id.Value);
            Assert.Null(await bob.Private.ProveSpendAsync(bob.Chain, paid.Id, Message, cancelled));
            foreach (string proof in payments.Append(spend))
            {
                await RefusedElsewhereAsync(ledger, alice, proof);
            }
        }

        string reserve = alice.Private.ProveReserve(alice.Chain, 700_000, Message)!;
        DisclosureResult worth = await VerifyAsync(ledger, alice, reserve, Message);
        Assert.True(worth.Fault == DisclosureFault.None && worth.Value >= 700_000);
        await RefusedElsewhereAsync(ledger, alice, reserve);
        Assert.Null(alice.Private.ProveReserve(alice.Chain, 900_000_000, Message));

        // What is spent is no reserve any more.
        await alice.PayAsync(address, 80_000, PaymentSource.Shielded);
        await alice.PayAsync(address, 250_000, PaymentSource.Ring);
        Assert.Equal(DisclosureFault.Spent, (await VerifyAsync(ledger, alice, reserve, Message)).Fault);
    }

    private static PrivateLedger Ledger() => new(
        new PrivateParameters(1, 64, 16, 16),
        [],
        [
            .. Enumerable.Range(0, 8).SelectMany(_ => new[] { PrivateTier.Ring, PrivateTier.Shielded }.SelectMany(tier => new byte[] { 1, 9 }
                .Select(owner => new GenesisNote(TestWallet.AddressOf(owner), tier, 100_000, "note")))),
        ]);

    // Another message, another chain, and bytes changed in turn.
    private static async Task RefusedElsewhereAsync(PrivateLedger ledger, TestWallet wallet, string proof)
    {
        Assert.Equal(DisclosureFault.Proof, (await VerifyAsync(ledger, wallet, proof, Message + "!")).Fault);
        Assert.Equal(DisclosureFault.Proof, (await VerifyAsync(ledger, wallet, proof, string.Empty)).Fault);
        Assert.Equal(DisclosureFault.OtherChain, (await new DisclosureVerifier(ledger).VerifyAsync(
            wallet.Chain with { ChainId = new ChainId(Sample.Hash("elsewhere")) }, proof, Message, TestContext.Current.CancellationToken)).Fault);
        byte[] bytes = System.Buffers.Text.Base64Url.DecodeFromChars(proof.AsSpan("komandorproof1".Length));

        // Even with the chain's name changed, the equations are bound to the chain.
        byte[] renamed = [.. bytes];
        Sample.Hash("elsewhere").CopyTo(renamed.AsSpan(1));
        DisclosureResult moved = await new DisclosureVerifier(ledger).VerifyAsync(
            wallet.Chain with { ChainId = new ChainId(Sample.Hash("elsewhere")) }, Text(renamed), Message, TestContext.Current.CancellationToken);
        Assert.NotEqual(DisclosureFault.None, moved.Fault);
        for (int place = 0; place < bytes.Length; place += 83)
        {
            byte[] changed = [.. bytes];
            changed[place] ^= 1;
            Assert.NotEqual(DisclosureFault.None, (await VerifyAsync(ledger, wallet, Text(changed), Message)).Fault);
        }

        Assert.Equal(DisclosureFault.Malformed, (await VerifyAsync(ledger, wallet, proof[1..], Message)).Fault);
        Assert.Equal(DisclosureFault.Malformed, (await VerifyAsync(ledger, wallet, Text(bytes[..^1]), Message)).Fault);
    }

    private static async Task RefusedAsync(PrivateLedger ledger, TestWallet wallet, string proof, int place, Hash256 transaction)
    {
        byte[] bytes = System.Buffers.Text.Base64Url.DecodeFromChars(proof.AsSpan("komandorproof1".Length));
        transaction.CopyTo(bytes.AsSpan(place));
        Assert.NotEqual(DisclosureFault.None, (await VerifyAsync(ledger, wallet, Text(bytes), Message)).Fault);
    }

    private static string Text(byte[] bytes) => "komandorproof1" + System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static Task<DisclosureResult> VerifyAsync(PrivateLedger ledger, TestWallet wallet, string proof, string message) =>
        new DisclosureVerifier(ledger).VerifyAsync(wallet.Chain, proof, message, TestContext.Current.CancellationToken);
}
