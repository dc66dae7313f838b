using Komandor.Primitives;

namespace Komandor.Consensus.Tests;

public sealed class HashgraphTests
{
    private static readonly MemberId _peer = new(1);
    private readonly TestShard _shard = new(4);

    [Fact]
    public void Add_HealthyGossip_DecidesRoundsInOrder()
    {
        Hashgraph graph = _shard.Graph();
        List<SignedEvent> events = _shard.Gossip(graph, 40);
        List<ConsensusRound> rounds = Take(graph);
        Assert.True(rounds.Count > 10);
        Assert.Equal(Enumerable.Range(1, rounds.Count).Select(round => (long)round), rounds.Select(round => round.Round));
        List<OrderedEvent> ordered = [.. rounds.SelectMany(round => round.Events)];
        Assert.Equal(ordered.Count, ordered.Select(one => one.Signed.Id).Distinct().Count());
        Assert.True(ordered.Count > events.Count - 40);
        Assert.Equal((ulong)ordered.Count, graph.Snapshot.OrderedEvents);
        Assert.All(rounds, round => Assert.True(round.Judges.Count >= 3));
        Assert.True(graph.CarriedElections > 5);
    }

    [Fact]
    public void Add_Duplicate_SaysSo()
    {
        Hashgraph graph = _shard.Graph();
        SignedEvent signed = _shard.Gossip(graph, 1)[2];
        Unchanged(graph, signed, new AddOutcome(AddStatus.Duplicate, EventFault.None));
    }

    [Fact]
    public void Add_SelfParentOfAnother_IsRefusedByRuleH14()
    {
        Hashgraph graph = _shard.Graph();
        SignedEvent other = _shard.Gossip(graph, 2)[1];
        UnsignedEvent body = _shard.Body(3, _shard.Last(3), 1);
        Refused(graph, body with { SelfParent = new ParentReference(other.Id, other.Body.Creator, 1) }, EventFault.SelfParentOfAnother);
    }

    [Fact]
    public void Add_ParentThatIsNotAsClaimed_IsRefusedByRuleH15()
    {
        Hashgraph graph = _shard.Graph();
        _shard.Gossip(graph, 4);
        SignedEvent parent = _shard.Last(2)!;
        long birth = parent.Body.BirthRound;
        UnsignedEvent body = _shard.Body(0, _shard.Last(0), graph.PendingRound, parent);
        Assert.True(birth > 1);
        Refused(graph, body with { OtherParents = [new ParentReference(parent.Id, new MemberId(2), birth - 1)] }, EventFault.ParentMismatch);
        Refused(graph, body with { OtherParents = [new ParentReference(parent.Id, new MemberId(3), birth)] }, EventFault.ParentMismatch);
        Refused(graph, body with { SelfParent = TestShard.Refer(_shard.Last(0)!) with { BirthRound = 1 } }, EventFault.ParentMismatch);
    }

    [Fact]
    public void Add_SequenceThatSkips_IsRefusedByRuleH16()
    {
        Hashgraph graph = _shard.Graph();
        _shard.Gossip(graph, 2);
        Refused(graph, _shard.Body(0, _shard.Last(0), 1) with { Sequence = 7 }, EventFault.SequenceGap);
    }

    [Fact]
    public void Add_NotAfterTheSelfParent_IsRefusedByRuleH17()
    {
        Hashgraph graph = _shard.Graph();
        _shard.Gossip(graph, 2);
        Refused(graph, _shard.Body(0, _shard.Last(0), 1) with { CreatedAt = _shard.Last(0)!.Body.CreatedAt }, EventFault.NotAfterSelfParent);
    }

    [Fact]
    public void Add_ChildBeforeParent_WaitsForIt()
    {
        Hashgraph graph = _shard.Graph();
        SignedEvent parent = _shard.Next(0, 1);
        SignedEvent child = _shard.Next(1, 1, parent);
        SignedEvent grandchild = _shard.Next(0, 1, child);
        Assert.Equal(AddStatus.Orphan, Add(graph, grandchild));
        Assert.Equal(AddStatus.Orphan, Add(graph, child));
        Assert.Equal(AddStatus.Duplicate, Add(graph, child));
        Assert.Equal((0, 2), (graph.EventCount, graph.OrphanCount));
        Assert.Equal(AddStatus.Inserted, Add(graph, parent));
        Assert.Equal((3, 0), (graph.EventCount, graph.OrphanCount));
        Assert.Equal([parent.Id, child.Id, grandchild.Id], graph.Events().Select(signed => signed.Id));
    }

    [Fact]
    public void Add_BornInAFutureRound_WaitsUntilItIsPending()
    {
        Hashgraph graph = _shard.Graph();
        _shard.Gossip(graph, 2);
        SignedEvent early = _shard.Body(0, null, graph.PendingRound + 2).Sign(_shard.Key(0));
        Assert.Equal(AddStatus.Future, Add(graph, early));
        Assert.Equal(AddStatus.Duplicate, Add(graph, early));
        while (graph.PendingRound < early.Body.BirthRound)
        {
            Assert.False(graph.Contains(early.Id));
            _shard.Gossip(graph, 1);
        }

        Assert.True(graph.Contains(early.Id));
        Assert.Equal(0, graph.FutureCount);
    }

    [Fact]
    public void Add_Ancient_IsNotTaken()
    {
        Hashgraph graph = _shard.Graph(new ConsensusSettings { AncientRounds = 2, ExpiredRounds = 2 });
        SignedEvent late = _shard.Body(0, null, 1).Sign(_shard.Key(0));
        _shard.Gossip(graph, 20);
        Assert.True(graph.AncientBefore > 1);
        Unchanged(graph, late, new AddOutcome(AddStatus.Ancient, EventFault.None));
    }

    [Fact]
    public void Add_LinkToAnAncientParent_IsNotLookedAt()
    {
        Hashgraph graph = _shard.Graph(new ConsensusSettings { AncientRounds = 2, ExpiredRounds = 2 });
        SignedEvent never = _shard.Body(0, null, 1).Sign(_shard.Key(0));
        _shard.Gossip(graph, 20);
        SignedEvent late = _shard.Body(1, _shard.Last(1), graph.PendingRound, never).Sign(_shard.Key(1));
        Assert.Equal(AddStatus.Inserted, Add(graph, late));
    }

    [Fact]
    public void TryTakeStale_EventThatNobodyBuiltOn_IsReported()
    {
        Hashgraph graph = _shard.Graph(new ConsensusSettings { AncientRounds = 3, ExpiredRounds = 3 });
        _shard.Gossip(graph, 2);
        SignedEvent lonely = (_shard.Body(0, null, 1) with { Coin = 99 }).Sign(_shard.Key(0));
        Assert.Equal(AddStatus.Inserted, Add(graph, lonely));
        _shard.Gossip(graph, 20);
        List<EventId> stale = [];
        while (graph.TryTakeStale(out SignedEvent? signed))
        {
            stale.Add(signed.Id);
        }

        Assert.Equal([lonely.Id], stale);
        Assert.DoesNotContain(Take(graph), round => round.Events.Any(one => one.Signed.Id == lonely.Id));
        Assert.False(graph.Contains(lonely.Id));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Add_Fork_IsReportedOnceAndOrderedByAll(int times)
    {
        Hashgraph graph = _shard.Graph();
        List<SignedEvent> events = _shard.Gossip(graph, 3);
        SignedEvent self = _shard.Last(0)!;
        SignedEvent honest = _shard.Next(0, graph.PendingRound);
        events.Add(honest);
        Add(graph, honest);
        for (int index = 0; index < times; index++)
        {
            SignedEvent branch = (_shard.Body(0, self, graph.PendingRound) with { Coin = (ulong)index }).Sign(_shard.Key(0));
            Assert.Equal(AddStatus.Inserted, Add(graph, branch));
            events.Add(branch);
        }

        Assert.True(graph.TryTakeBranch(out BranchEvidence? evidence));
        Assert.Equal(new MemberId(0), evidence.Culprit);
        Assert.Equal(BranchFault.None, evidence.Verify(_shard.Verifier, _shard.Schedule));
        Assert.False(graph.TryTakeBranch(out _));
        events.AddRange(_shard.Gossip(graph, 20));
        List<OracleRound> expected = new Oracle(new ConsensusSettings(), _shard.Schedule.Find, events).Decide();
        Agreement.AssertEqual(expected, Take(graph), 1, "fork");
    }

    [Fact]
    public void Add_OnlyOrphansFromAPeer_StaysInItsQuotaAndLeavesOthersAlone()
    {
        Hashgraph graph = _shard.Graph(new ConsensusSettings { MaxOrphansPerPeer = 50, MaxOrphanSizeBytesPerPeer = 20_000 });
        SignedEvent parent = _shard.Next(1, 1);
        SignedEvent waiting = _shard.Next(2, 1, parent);
        Assert.Equal(AddStatus.Orphan, graph.Add(VerifiedEvent.Trust(waiting), new MemberId(2)).Status);
        for (int index = 0; index < 5_000; index++)
        {
            ParentReference missing = new(new EventId(new Hash256(Filled((byte)(index % 251)))), new MemberId(1), 1);
            Add(graph, (_shard.Body(0, null, 1) with { Coin = (ulong)index, OtherParents = [missing] }).Attach(default));
        }

        Assert.Equal(51, graph.OrphanCount);
        Assert.Equal(AddStatus.Inserted, Add(graph, parent));
        Assert.True(graph.Contains(waiting.Id));
        for (int index = 0; index < 10; index++)
        {
            UnsignedEvent large = _shard.Body(0, null, 1) with { OtherParents = [new ParentReference(new EventId(new Hash256(Filled(255))), new MemberId(1), 1)] };
            Add(graph, (large with { Payload = [new byte[15_000]] }).Attach(default));
        }

        Assert.Equal(1, graph.OrphanCount);
    }

    [Fact]
    public void Add_OnlyFutureEventsFromAPeer_StaysInItsQuota()
    {
        Hashgraph graph = _shard.Graph(new ConsensusSettings { MaxFutureEventsPerPeer = 50 });
        for (int index = 0; index < 500; index++)
        {
            Assert.Equal(AddStatus.Future, Add(graph, (_shard.Body(0, null, 9) with { Coin = (ulong)index }).Attach(default)));
        }

        Assert.Equal(50, graph.FutureCount);
        Assert.Equal(0, graph.EventCount);
    }

    [Fact]
    public void Add_LongChainOfOneMember_EntersAtTheAccountsLimitAndThenAtItsPaceByRuleH35()
    {
        Hashgraph graph = _shard.Graph(new ConsensusSettings { MaxEventsPerAccount = 16, MaxHeldEventsPerPeer = 50, MaxOrphansPerPeer = 50 });
        for (int index = 0; index < 2_000; index++)
        {
            Add(graph, _shard.Next(0, 1));
        }

        Assert.Equal(16, graph.EventCount);
        Assert.Equal(1, graph.HeldCount);
        Assert.Equal(50, graph.OrphanCount);
        _shard.Gossip(graph, 1, 1);
        Assert.Equal(19, graph.EventCount);
        graph.ReleaseHeld();
        Assert.Equal(20, graph.EventCount);
        graph.ReleaseHeld();
        Assert.Equal(20, graph.EventCount);
    }

    [Fact]
    public void Add_ForksWithoutEnd_LeaveMemoryBoundedAndTheOthersDeciding()
    {
        Hashgraph graph = _shard.Graph();
        int most = 0;
        for (int round = 0; round < 60; round++)
        {
            for (int index = 0; index < 200; index++)
            {
                graph.Add(VerifiedEvent.Trust((_shard.Body(0, null, graph.PendingRound) with { Coin = (ulong)index }).Attach(default)), new MemberId(0));
            }

            _shard.Gossip(graph, 1, 1);
            most = Math.Max(most, graph.EventCount);
        }

        Assert.True(graph.DecidedRound > 10);
        Assert.True(most <= (60 * 3) + 2, $"{most} events");
        Assert.True(graph.HeldCount <= 1_000);
    }

    [Fact]
    public void Add_HeldOnOnePeersAccount_EntersOnAnothers()
    {
        Hashgraph graph = _shard.Graph(new ConsensusSettings { MaxEventsPerAccount = 3 });
        SignedEvent[] chain = [.. Enumerable.Range(0, 6).Select(_ => _shard.Next(0, 1))];
        Assert.Equal([AddStatus.Inserted, AddStatus.Inserted, AddStatus.Inserted, AddStatus.Held, AddStatus.Orphan, AddStatus.Orphan],
            chain.Select(signed => graph.Add(VerifiedEvent.Trust(signed), new MemberId(0)).Status));
        SignedEvent child = _shard.Next(1, 1, chain[5]);
        Assert.Equal(AddStatus.Orphan, Add(graph, child));
        Assert.Equal([AddStatus.Inserted, AddStatus.Inserted, AddStatus.Inserted],
            chain[3..].Select(signed => graph.Add(VerifiedEvent.Trust(signed), new MemberId(2)).Status));
        Assert.True(graph.Contains(child.Id));
        Assert.Equal(0, graph.HeldCount + graph.OrphanCount);
    }

    [Fact]
    public void Add_LargeEvents_AreHeldByTheirBytesAndPayForThem()
    {
        Hashgraph graph = _shard.Graph(new ConsensusSettings { MaxSizeBytesPerAccount = 200_000 });
        SignedEvent[] chain = [.. Enumerable.Range(0, 4).Select(_ => Large())];
        Assert.Equal([AddStatus.Inserted, AddStatus.Held, AddStatus.Orphan, AddStatus.Orphan], chain.Select(signed => Add(graph, signed)));
        graph.ReleaseHeld();
        Assert.Equal(2, graph.EventCount);
        for (int turn = 0; turn < 3; turn++)
        {
            graph.ReleaseHeld();
            Assert.Equal(2, graph.EventCount);
        }

        graph.ReleaseHeld();
        Assert.Equal(3, graph.EventCount);
    }

    private SignedEvent Large() => _shard.Next(0, 1, new ReadOnlyMemory<byte>[] { new byte[120_000] });

    [Fact]
    public void RecordRoster_BlockThatElects_ChangesTheRosterAfterTheDelay()
    {
        RosterSchedule schedule = new(_shard.Roster, 3);
        Hashgraph graph = new(new ConsensusSettings(), schedule, ConsensusSnapshot.Genesis);
        Roster heavy = Roster.Create(_shard.Roster.Members.Select(member => member with { Weight = member.Id.Value == 0 ? 2UL : 1UL }));
        _shard.Gossip(graph, 20);

        // Rounds 1 to 3 have a roster; the fourth waits for the block of the first.
        Assert.Equal(3, graph.DecidedRound);
        graph.RecordRoster(1, heavy);
        Assert.Equal(4, graph.DecidedRound);
        graph.RecordRoster(2, null);
        graph.RecordRoster(3, _shard.Roster);
        List<ConsensusRound> rounds = Take(graph);
        Assert.Equal([1, 1, 1, 2, 2, 1], rounds.Select(round => (int)round.Roster.Members[0].Weight));
        Assert.Throws<InvariantViolationException>(() => graph.RecordRoster(3, null));
        Assert.Throws<InvariantViolationException>(() => graph.RecordRoster(99, null));
    }

    [Fact]
    public void Add_MillionsWouldDo_MemoryStaysFlat()
    {
        ConsensusSettings settings = new() { AncientRounds = 5, ExpiredRounds = 10 };
        Hashgraph graph = _shard.Graph(settings);
        int most = 0;
        for (int turn = 0; turn < 300; turn++)
        {
            _shard.Gossip(graph, 5);
            Take(graph);
            most = turn == 20 ? graph.EventCount : most;
            Assert.True(turn < 20 || graph.EventCount <= 2 * most);
        }

        Assert.True(graph.DecidedRound > 300);
    }

    private static byte[] Filled(byte value)
    {
        byte[] bytes = new byte[32];
        Array.Fill(bytes, value);
        return bytes;
    }

    private static AddStatus Add(Hashgraph graph, SignedEvent signed) => graph.Add(VerifiedEvent.Trust(signed), _peer).Status;

    private static List<ConsensusRound> Take(Hashgraph graph)
    {
        List<ConsensusRound> rounds = [];
        while (graph.TryTakeRound(out ConsensusRound? round))
        {
            rounds.Add(round);
        }

        return rounds;
    }

    private static void Refused(Hashgraph graph, UnsignedEvent body, EventFault fault) =>
        Unchanged(graph, body.Attach(default), new AddOutcome(AddStatus.Refused, fault));

    private static void Unchanged(Hashgraph graph, SignedEvent signed, AddOutcome expected)
    {
        (EventId[] tips, int events, int orphans, ConsensusSnapshot snapshot) = (graph.Tips(), graph.EventCount, graph.OrphanCount, graph.Snapshot);
        Assert.Equal(expected, graph.Add(VerifiedEvent.Trust(signed), _peer));
        Assert.Equal(tips, graph.Tips());
        Assert.Equal((events, orphans), (graph.EventCount, graph.OrphanCount));
        Assert.Same(snapshot, graph.Snapshot);
    }
}
