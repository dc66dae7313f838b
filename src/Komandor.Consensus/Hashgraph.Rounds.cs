using System.Diagnostics.CodeAnalysis;
using Komandor.Primitives;

namespace Komandor.Consensus;

/// <content>Decided rounds: docs/protocol/hashgraph.md §7, §8 and §10.</content>
public sealed partial class Hashgraph
{
    private readonly Queue<SignedEvent> _inserted = [];
    private readonly Queue<ConsensusRound> _rounds = [];
    private readonly Queue<SignedEvent> _stale = [];
    private readonly Queue<BranchEvidence> _branches = [];

    /// <summary>Takes the next event that entered the graph, parents before children.</summary>
    public bool TryTakeInserted([NotNullWhen(true)] out SignedEvent? inserted) => _inserted.TryDequeue(out inserted);

    /// <summary>Takes the next decided round.</summary>
    public bool TryTakeRound([NotNullWhen(true)] out ConsensusRound? round) => _rounds.TryDequeue(out round);

    /// <summary>Takes the next event that grew ancient without being ordered: what it carried may be sent again.</summary>
    public bool TryTakeStale([NotNullWhen(true)] out SignedEvent? stale) => _stale.TryDequeue(out stale);

    /// <summary>Takes the next proof that a member branched; one a member.</summary>
    public bool TryTakeBranch([NotNullWhen(true)] out BranchEvidence? evidence) => _branches.TryDequeue(out evidence);

    private void DecideRounds()
    {
        while (!IsWaitingForJudges && _graph.IsDecided)
        {
            DecideRound();
        }
    }

    private void DecideRound()
    {
        long round = PendingRound;
        Roster roster = Schedule.Find(round)!;
        List<EventNode> judges = _graph.Judges();
        OrderedEvent[] events = Order(judges, roster);
        _snapshot = Succeed(round, judges, events);
        bool moved = AncientThreshold(_snapshot) > AncientBefore;
        AncientBefore = AncientThreshold(_snapshot);
        _rounds.Enqueue(new ConsensusRound(round, events, roster, AncientBefore, _snapshot));
        Mark(judges);
        Age();
        _graph.Begin(round, Schedule.Find(round + 1));
        foreach (WaitingEvent waiting in _future.Take(waiting => waiting.Event.Signed.Body.BirthRound <= PendingRound))
        {
            _ready.Enqueue(waiting);
        }

        if (moved)
        {
            foreach (WaitingEvent waiting in _orphans.TakeAll())
            {
                _ready.Enqueue(waiting);
            }
        }
    }

    private OrderedEvent[] Order(List<EventNode> judges, Roster roster)
    {
        ulong[] weights = new ulong[judges.Count];
        for (int index = 0; index < weights.Length; index++)
        {
            weights[index] = roster.Members[roster.IndexOf(judges[index].Signed.Body.Creator)].Weight;
        }

        IReadOnlyList<ReceivedEvent> received = _orderer.Receive(_graph.Nodes, judges, weights);
        OrderedEvent[] events = new OrderedEvent[received.Count];
        long last = _snapshot.LastTime.UnixMicroseconds;
        for (int index = 0; index < events.Length; index++)
        {
            last = Math.Max(last + 1, received[index].MedianTime);
            received[index].Node.State = NodeState.Ordered;
            events[index] = new OrderedEvent(received[index].Node.Signed, new Timestamp(last));
        }

        return events;
    }

    private ConsensusSnapshot Succeed(long round, List<EventNode> judges, OrderedEvent[] events)
    {
        EventId[] ids = new EventId[judges.Count];
        long birth = long.MaxValue;
        for (int index = 0; index < ids.Length; index++)
        {
            ids[index] = judges[index].Signed.Id;
            birth = Math.Min(birth, judges[index].BirthRound);
        }

        IReadOnlyList<long> before = _snapshot.JudgeBirthRounds;
        Invariant.Require(before.Count == 0 || birth >= before[^1]);
        List<long> births = new(_settings.AncientRounds);
        for (int index = Math.Max(0, before.Count + 1 - _settings.AncientRounds); index < before.Count; index++)
        {
            births.Add(before[index]);
        }

        births.Add(birth);
        return new ConsensusSnapshot(
            round,
            ids,
            births,
            events.Length == 0 ? _snapshot.LastTime : events[^1].ConsensusTime,
            _snapshot.OrderedEvents + (ulong)events.Length);
    }

    private void Mark(List<EventNode> judges)
    {
        foreach (EventNode judge in _judges)
        {
            judge.IsJudge = false;
        }

        foreach (EventNode judge in judges)
        {
            judge.IsJudge = true;
        }

        _judges = judges;
    }

    // Retires what grew ancient or expired.
    private void Age()
    {
        List<EventNode> ancient = _store.TakeAncient(AncientBefore);
        foreach (EventNode node in ancient)
        {
            _branchDetector.Forget(node.Signed);
            if (node.State == NodeState.Undecided)
            {
                node.State = NodeState.Stale;
                _stale.Enqueue(node.Signed);
            }
        }

        _gate.Forget(AncientBefore);
        _held.Take(waiting => waiting.Event.Signed.Body.BirthRound < AncientBefore);
        _store.Expire(Math.Min(AncientBefore, DecidedRound + 1 - _settings.ExpiredRounds));
    }

    // The last judge of the snapshot is here: what all of them descend from was ordered before it.
    private void FindJudge(EventNode node)
    {
        _judges.Add(node);
        if (IsWaitingForJudges)
        {
            return;
        }

        List<EventNode> judges = [.. _judges];
        ulong[] weights = new ulong[judges.Count];
        Array.Fill(weights, 1UL);
        foreach (ReceivedEvent ordered in _orderer.Receive(_graph.Nodes, judges, weights))
        {
            ordered.Node.State = NodeState.Ordered;
        }

        Mark(judges);
        _graph.Begin(DecidedRound, Schedule.Find(PendingRound));
    }
}
