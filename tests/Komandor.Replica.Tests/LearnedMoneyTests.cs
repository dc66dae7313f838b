namespace Komandor.Replica.Tests;

/// <summary>That a member which learned the state from a snapshot refuses what must be refused by the same rules.</summary>
[Trait("lane", "nightly")]
public sealed class LearnedMoneyTests(LearnedMoneyRun run) : IClassFixture<LearnedMoneyRun>
{
    [Theory]
    [MemberData(nameof(RefusedMoneyTests.Numbers), MemberType = typeof(RefusedMoneyTests))]
    public void Learn_OfASnapshot_KnowsEveryRule(int number)
    {
        RefusedMoneyTests.AssertFaults(run, number, run.WaitingAfterLearning);
        RefusedMoneyTests.AssertOrdered(run, number, run.BlockAfterLearning);
    }

    [Fact]
    public void Order_AfterLearning_ChangesNothing()
    {
        Assert.Empty(run.BlockAfterLearning.Executed);
        Assert.Equal(
            (run.AfterRestart.Supply, run.AfterRestart.Ring, run.AfterRestart.Shielded, true),
            (run.AfterLearning.Supply, run.AfterLearning.Ring, run.AfterLearning.Shielded, run.AfterLearning.HasCoin));
    }
}
