using Komandor.FakeNode;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private;

namespace Komandor.Wallet.Tests.Private;

/// <summary>That a payment's public bytes tell neither its wallet, nor its amount, nor its recipient, nor its memo (docs/security/private-money-review.md).</summary>
public sealed class PrivateFingerprintTests
{
    [Theory]
    [InlineData(PaymentSource.Ring)]
    [InlineData(PaymentSource.Shielded)]
    public async Task Send_OfAnyAmountMemoAndRecipient_LooksLikeEveryOther(PaymentSource source)
    {
        PrivateLedger ledger = new(
            new PrivateParameters(1, 64, 16, 16),
            [],
            [
                .. new[] { PrivateTier.Ring, PrivateTier.Shielded }.SelectMany(tier => Enumerable.Range(0, 18)
                    .Select(index => new GenesisNote(TestWallet.AddressOf((byte)(1 + (index % 2))), tier, 100_000, "note"))),
            ]);
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using TestWallet bob = await TestWallet.OpenAsync(ledger, 2);
        await alice.PayAsync(bob.Private.Address(bob.Chain, fresh: true), 1, source);
        await alice.PayAsync(bob.Private.Address(bob.Chain, fresh: true), 77_777, source, new string('x', 500));
        await bob.PayAsync(bob.Private.Address(bob.Chain, fresh: false), 30_000, source, "to myself");
        Assert.Equal(3, ledger.Submitted.Count);
        Assert.Single(ledger.Submitted.Select(Shape).Distinct());

        // What is random is random: no two payments share a point, a ciphertext, or a proof.
        string[] parts = [.. ledger.Submitted.SelectMany(RandomParts)];
        Assert.Equal(parts.Length, parts.Distinct().Count());
        foreach (Transaction sent in ledger.Submitted)
        {
            Assert.Equal(0, sent.Body.ValidUntil.UnixMicroseconds % (60 * Timestamp.PerSecond));
            Assert.InRange(sent.Body.ValidUntil.UnixMicroseconds - alice.Chain.Time.UnixMicroseconds, 100 * Timestamp.PerSecond, 200 * Timestamp.PerSecond);
        }
    }

    // Everything public that does not come from the crowd that the payment hides in.
    private static string Shape(Transaction sent)
    {
        PrivateBundle bundle = sent.Body.Bundle!;
        return string.Join(
            ' ', sent.Body.ChainId, sent.Body.Shard, sent.Body.Inputs.Length, sent.Body.Outputs.Length, sent.Body.Fee, sent.Body.ValidFrom, sent.Body.Memo.Length,
            bundle.Tier, bundle.Entering, bundle.Leaving, bundle.InputCount, bundle.Outputs.Length, bundle.Excess, bundle.SealedMemo.Length,
            bundle.Recovery.Length, sent.Proofs!.Inputs[0].Hiding.Length, sent.Proofs.Range.Length, sent.Work);
    }

    private static IEnumerable<string> RandomParts(Transaction sent)
    {
        PrivateBundle bundle = sent.Body.Bundle!;
        yield return Convert.ToHexString(bundle.SealedMemo.Span);
        yield return Convert.ToHexString(bundle.Recovery.Span);
        yield return Convert.ToHexString(sent.Proofs!.Range.Span[..32]);
        for (int input = 0; input < bundle.InputCount; input++)
        {
            yield return bundle.TagOf(input).ToString();
            yield return bundle.CommitmentOf(input).ToString();
            yield return Convert.ToHexString(sent.Proofs.Inputs[input].Hiding.Span[..32]);
        }

        foreach (PrivateOutput output in bundle.Outputs)
        {
            yield return output.Key.ToString();
            yield return output.Commitment.ToString();
            yield return output.EphemeralKey.ToString();
            yield return Convert.ToHexString(output.SealedValue.Span);
        }
    }
}
