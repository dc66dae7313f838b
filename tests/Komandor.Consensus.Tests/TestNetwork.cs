using Komandor.Primitives;

namespace Komandor.Consensus.Tests;

/// <summary>Members that each hold a graph and a creator, and pass each other what they lack.</summary>
internal sealed class TestNetwork
{
    private readonly TestShard _shard;
    private long _clock = 1_000_000;

    public TestNetwork(TestShard shard, int maxOtherParents = 4)
    {
        _shard = shard;
        Graphs = [.. Enumerable.Range(0, shard.Count).Select(_ => shard.Graph())];
        Creators = [.. Enumerable.Range(0, shard.Count).Select(member => new EventCreator(new MemberId((uint)member), maxOtherParents))];
        Rounds = [.. Enumerable.Range(0, shard.Count).Select(_ => new List<ConsensusRound>())];
        Commands = new CreationCommand[shard.Count];
        for (int member = 0; member < shard.Count; member++)
        {
            Creators[member].Update(Graphs[member]);
        }
    }

    public Hashgraph[] Graphs { get; }

    public EventCreator[] Creators { get; }

    public List<ConsensusRound>[] Rounds { get; }

    public CreationCommand[] Commands { get; }

    /// <summary>Gives every member of <paramref name="online"/> what it lacks, then lets each create once; the number of new events.</summary>
    public int Step(params int[] online)
    {
        foreach (int from in online)
        {
            foreach (int to in online.Where(to => to != from))
            {
                Sync(from, to);
            }
        }

        return online.Count(TryCreate);
    }

    public bool TryCreate(int member)
    {
        if (!Creators[member].TryPlan(Commands[member], out EventPlan? plan))
        {
            return false;
        }

        _clock += 1_000;
        UnsignedEvent body = plan.Complete(TestShard.Chain, TestShard.Shard, new Timestamp(_clock), (ulong)_clock * 31, []);
        SignedEvent signed = body.Sign(_shard.Key(member));
        Assert.Equal(AddStatus.Inserted, Graphs[member].Add(VerifiedEvent.Trust(signed), new MemberId((uint)member)).Status);
        Settle(member);
        return true;
    }

    private void Sync(int from, int to)
    {
        foreach (SignedEvent signed in Graphs[from].LackedBy(Graphs[to].Tips(), 10_000))
        {
            Assert.Equal(EventFault.None, _shard.Verifier.Verify(signed, Graphs[to].Schedule, out VerifiedEvent? verified));
            Graphs[to].Add(verified!, new MemberId((uint)from));
        }

        Settle(to);
    }

    private void Settle(int member)
    {
        while (Graphs[member].TryTakeInserted(out SignedEvent? signed))
        {
            Creators[member].Register(signed);
        }

        while (Graphs[member].TryTakeRound(out ConsensusRound? round))
        {
            Rounds[member].Add(round);
        }

        Creators[member].Update(Graphs[member]);
    }
}
