using Komandor.Primitives;

namespace Komandor.Consensus.Tests;

public sealed class GossipTests
{
    [Fact]
    public void LackedBy_AnyTwoViewsOfAHistory_BringsTheOneUpToTheOther()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            RandomGraph history = new(seed, 120);
            ConsensusSettings settings = new() { AncientRounds = 1_000, ExpiredRounds = 1_000, MaxFutureEventsPerPeer = 1_000 };
            Hashgraph ahead = new(settings, history.Schedule, ConsensusSnapshot.Genesis);
            Hashgraph behind = new(settings, history.Schedule, ConsensusSnapshot.Genesis);
            Agreement.Run(ahead, history.Events);
            Agreement.Run(behind, history.Permuted(seed).Take(70));
            HashSet<EventId> had = [.. behind.Events().Select(signed => signed.Id)];
            List<SignedEvent> lacked = ahead.LackedBy(behind.Tips(), int.MaxValue);
            Assert.DoesNotContain(lacked, signed => had.Contains(signed.Id));
            Agreement.Run(behind, lacked);
            Assert.Equal(ahead.Tips(), behind.Tips());
            Assert.Equal(ahead.DecidedRound, behind.DecidedRound);
            Assert.Empty(ahead.LackedBy(ahead.Tips(), int.MaxValue));
        }
    }

    [Fact]
    public void LackedBy_AtMostSo_GivesTheOldestFirst()
    {
        TestShard shard = new(4);
        Hashgraph graph = shard.Graph();
        List<SignedEvent> events = shard.Gossip(graph, 5);
        Assert.Equal(events.Take(6).Select(signed => signed.Id), graph.LackedBy([], 6).Select(signed => signed.Id));
        Assert.Equal(events.Select(signed => signed.Id), graph.LackedBy([], int.MaxValue).Select(signed => signed.Id));
        Assert.True(graph.TryGet(events[3].Id, out SignedEvent? found));
        Assert.Same(events[3], found);
        Assert.False(graph.TryGet(default, out _));
    }
}
