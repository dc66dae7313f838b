using Komandor.FakeNode;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Wallet.Private;

namespace Komandor.Wallet.Tests.Private;

/// <summary>Payments of a wallet to itself while the pool is quiet.</summary>
public sealed class CoverTrafficTests
{
    private const double Quiet = 1_000;

    [Fact]
    public async Task Run_UpToANumber_PaysItselfAndLooksAsOtherPaymentsDo()
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        await alice.ScanAsync();
        ulong? before = alice.Balance(PrivateTier.Shielded).Available;
        CoverResult result = await Traffic(alice).RunAsync(new CoverPlan(60, Quiet, 1_000_000, 3), TestContext.Current.CancellationToken);
        Assert.Equal((3, 0, false), (result.Payments, result.Failed, result.IsBudgetSpent));
        await alice.ScanAsync();
        PrivateBalance after = alice.Balance(PrivateTier.Shielded);
        Assert.Equal(before - result.Spent, after.Available + after.Waiting);

        // Beside a payment to somebody: the same shape, fee, length and window's grid.
        using TestWallet bob = await TestWallet.OpenAsync(ledger, 2);
        await alice.PayAsync(bob.Private.Address(bob.Chain, false), 1_000, PaymentSource.Shielded);
        Transaction other = ledger.Submitted[^1];
        Assert.All(ledger.Submitted, one =>
        {
            Assert.Equal((other.Body.Fee, other.Encoded.Length), (one.Body.Fee, one.Encoded.Length));
            Assert.Equal(0, one.Body.ValidUntil.UnixMicroseconds % 60_000_000);
            Assert.Equal((2, 2, 0UL), (one.Body.Bundle!.InputCount, one.Body.Bundle.Outputs.Length, one.Body.Bundle.Leaving));
        });
    }

    [Fact]
    public async Task Run_WhoseBudgetDoesNotCoverAnother_StopsBelowIt()
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        ulong fee = CoverTraffic.FeeOf(alice.Chain);
        CoverResult result = await Traffic(alice).RunAsync(new CoverPlan(60, Quiet, (2 * fee) + 1, int.MaxValue), TestContext.Current.CancellationToken);
        Assert.Equal((2, 2 * fee, true), (result.Payments, result.Spent, result.IsBudgetSpent));
        Assert.Equal(2, ledger.Submitted.Count);
    }

    [Fact]
    public async Task Run_WhileThePoolIsBusy_PaysNothing()
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        using CancellationTokenSource end = new();
        int waits = 0;
        CoverTraffic traffic = new(alice.Service, alice.Private, () => 0.5, (_, _) => ++waits == 4 ? end.CancelAsync() : Task.CompletedTask);
        CoverResult result = await traffic.RunAsync(new CoverPlan(60, 0.001, 1_000_000, int.MaxValue), end.Token);
        Assert.Equal((0, 3), (result.Payments, result.Skipped));
        Assert.Empty(ledger.Submitted);
    }

    [Fact]
    public void Wait_IsExponentialWithTheMeanThatWasAsked()
    {
        Random random = new(5);
        double[] minutes = [.. Enumerable.Range(0, 20_000).Select(_ => CoverTraffic.Wait(30, random.NextDouble()).TotalMinutes)];
        Assert.Equal(2, minutes.Average(), 0.05);
        Assert.Equal(Math.Exp(-1), minutes.Count(wait => wait > 2) / 20_000.0, 0.02);
        Assert.Equal(TimeSpan.FromDays(1), CoverTraffic.Wait(0.001, 0.9999));
    }

    [Fact]
    public async Task RecentRate_OfAYoungPool_CountsTheLastHour()
    {
        PrivateLedger ledger = Ledger();
        using TestWallet alice = await TestWallet.OpenAsync(ledger, 1);
        await alice.ScanAsync();

        // Thirty notes of the genesis, a moment ago.
        Assert.Equal(30 / 2.0 / 3_600, alice.Private.RecentRate(alice.Chain), 1e-9);
    }

    private static CoverTraffic Traffic(TestWallet wallet) => new(wallet.Service, wallet.Private, new Random(3).NextDouble, (_, _) => Task.CompletedTask);

    private static PrivateLedger Ledger() => new(
        new PrivateParameters(1, 64, 16, 16), [], [.. Enumerable.Range(0, 30).Select(index => new GenesisNote(TestWallet.AddressOf(index % 2 == 0 ? (byte)1 : (byte)9), PrivateTier.Shielded, 100_000, "note"))]);
}
