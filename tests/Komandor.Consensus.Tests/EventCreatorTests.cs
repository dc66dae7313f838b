using Komandor.Primitives;

namespace Komandor.Consensus.Tests;

public sealed class EventCreatorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void TryPlan_EverybodyOnline_RoundsGoOnAndAllAgree(int members)
    {
        TestNetwork network = new(new TestShard(members));
        int[] all = [.. Enumerable.Range(0, members)];
        for (int step = 0; step < 60; step++)
        {
            network.Step(all);
        }

        int common = network.Rounds.Min(rounds => rounds.Count);
        Assert.True(common > 10, $"{common} rounds");
        for (int round = 0; round < common; round++)
        {
            OrderedEvent[] first = [.. network.Rounds[0][round].Events];
            Assert.All(network.Rounds, rounds => Assert.Equal(first.Select(one => (one.Signed.Id, one.ConsensusTime)), rounds[round].Events.Select(one => (one.Signed.Id, one.ConsensusTime))));
            Assert.All(network.Rounds, rounds => Assert.Equal(network.Rounds[0][round].Judges, rounds[round].Judges));
        }
    }

    [Fact]
    public void TryPlan_QuorumLostAndBack_StopsByItselfAndGoesOnByItself()
    {
        TestNetwork network = new(new TestShard(4));
        Run(network, 20, 0, 1, 2, 3);
        int alone = Run(network, 50, 0, 1);
        Assert.True(alone <= 8, $"{alone} events without a quorum");
        Assert.Equal(0, Run(network, 5, 0, 1));
        int before = network.Rounds[0].Count;
        Run(network, 20, 0, 1, 2, 3);
        Assert.True(network.Rounds[0].Count > before + 3);
    }

    [Fact]
    public void TryPlan_Quiesce_CreatesNothingUntilABreaker()
    {
        TestNetwork network = new(new TestShard(4));
        Run(network, 20, 0, 1, 2, 3);
        Array.Fill(network.Commands, CreationCommand.Quiesce);
        Assert.Equal(0, Run(network, 10, 0, 1, 2, 3));

        // Alone among sleepers: what still advances, then one breaker, and no second one.
        network.Commands[2] = CreationCommand.Break;
        int broken = 0;
        while (network.TryCreate(2))
        {
            broken++;
            Assert.True(broken < 4);
        }

        Assert.True(broken > 0);
        Assert.Equal(0, Run(network, 10, 0, 1, 2, 3));
        Array.Fill(network.Commands, CreationCommand.Create);
        int before = network.Rounds[0].Count;
        Run(network, 20, 0, 1, 2, 3);
        Assert.True(network.Rounds[0].Count > before + 3);
    }

    [Fact]
    public void TryPlan_BreakWithoutAnyAdvance_CreatesExactlyOne()
    {
        TestNetwork network = new(new TestShard(4));
        Run(network, 20, 0, 1, 2, 3);
        while (network.TryCreate(1))
        {
        }

        network.Commands[1] = CreationCommand.Break;
        Assert.True(network.TryCreate(1));
        Assert.False(network.TryCreate(1));
        network.Commands[1] = CreationCommand.Create;
        Assert.False(network.TryCreate(1));
        network.Commands[1] = CreationCommand.Break;
        Assert.True(network.TryCreate(1));
    }

    [Fact]
    public void TryPlan_LightMemberAndFewParents_DoesNotStarve()
    {
        TestNetwork network = new(new TestShard(5, 1_000, 1_000, 1_000, 1_000, 1), 2);
        Run(network, 60, 0, 1, 2, 3, 4);
        int light = network.Rounds[0].Sum(round => round.Events.Count(one => one.Signed.Body.Creator == new MemberId(4)));
        Assert.True(light > 10, $"{light} events of the light member were ordered");
    }

    [Fact]
    public void TryPlan_OutsideTheRoster_CreatesNothing()
    {
        TestShard shard = new(4);
        EventCreator creator = new(new MemberId(17));
        creator.Update(shard.Graph());
        Assert.False(creator.TryPlan(CreationCommand.Create, out _));
        Assert.False(creator.TryPlan(CreationCommand.Break, out _));
    }

    private static int Run(TestNetwork network, int steps, params int[] online)
    {
        int created = 0;
        for (int step = 0; step < steps; step++)
        {
            created += network.Step(online);
        }

        return created;
    }
}
