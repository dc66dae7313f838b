namespace Komandor.Ledger.Tests.Private;

/// <summary>Random payments with real proofs, transparent, ring and shielded, in and out, through pauses and repetitions: after every block all that anybody owns is what a plain model says.</summary>
public sealed class MoneyModelTests
{
    [Fact]
    public void Walk_ManyPayments_KeepsEverybodysMoney() => Walk(seed: 1, payments: 60);

    [Fact]
    [Trait("lane", "nightly")]
    public void Walk_TenThousandPayments_KeepsEverybodysMoney() => Walk(seed: Environment.TickCount, payments: 10_000);

    private static void Walk(int seed, int payments)
    {
        MoneyWalk walk = new(seed);
        int idle = 0;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        for (int block = 1; walk.Executed < payments; block++)
        {
            // Each pool is paused once in a while; in the next blocks only exits go through.
            if (block % 5 == 0)
            {
                walk.Pause(MoneyWalk.Tiers[block / 5 % 2]);
            }

            int before = walk.Executed;
            walk.Step(payments: 8);
            idle = walk.Executed == before ? idle + 1 : 0;
            if (block % 5 == 1)
            {
                walk.Wait();
            }

            if (block % 50 == 0)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"block {block}: {walk.Executed} executed, {walk.Refused} refused");
            }

            Assert.True(idle < 10, $"Seed {seed}: {walk.Executed} of {payments} payments executed, {walk.Refused} refused.");
        }
    }
}
