namespace Komandor.Consensus.Tests;

public sealed class OracleTests
{
    [Fact]
    public void Decide_RandomHistories_AgreesWithTheOracle()
    {
        AgreementRun run = new();
        run.Check(1, 120);
        Assert.True(run.WithForks >= 36 && run.WithCoinRounds >= 10 && run.WithCoinFlips >= 1 && run.WithRosterChanges >= 12 && run.Carried > run.Rounds / 4, run.ToString());
    }

    [Fact]
    [Trait("lane", "nightly")]
    public void Decide_TenThousandRandomHistories_AgreesWithTheOracle()
    {
        AgreementRun run = new();
        run.Check(1_000_000, 10_000);
        Console.WriteLine(run.ToString());
        Assert.True(
            run.LeastEvents >= 300 && run.WithForks >= 3_000 && run.WithCoinRounds >= 100 && run.WithCoinFlips >= 20 && run.WithRosterChanges >= 1_000,
            run.ToString());
    }
}
