using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>One member's view of the events of a shard, and the order that follows from it: docs/protocol/hashgraph.md.</summary>
/// <remarks>A deterministic state machine: two members that hold the same events have decided the same rounds, whatever the order in which the
/// events came. Not thread-safe. Results queue up until the caller takes them; the queues are unbounded, so take them after every call.</remarks>
public sealed partial class Hashgraph
{
    private readonly ConsensusSettings _settings;
    private readonly VotingGraph _graph;
    private readonly RoundOrderer _orderer = new();
    private readonly EventStore _store = new();
    private readonly OrphanBuffer _orphans;
    private readonly PeerQuota _future;
    private readonly BranchDetector _branchDetector = new();
    private readonly Queue<WaitingEvent> _ready = [];
    private readonly HashSet<EventId> _missingJudges = [];
    private List<EventNode> _judges = [];
    private ConsensusSnapshot _snapshot;

    /// <summary>A graph that goes on from <paramref name="snapshot"/>, and takes part in elections once it was given that round's judges again.</summary>
    /// <param name="settings">The network's and this member's numbers.</param>
    /// <param name="schedule">The rosters; must hold that of the round after the snapshot's, unless it is not fixed yet.</param>
    /// <param name="snapshot">Where to start: <see cref="ConsensusSnapshot.Genesis"/>, or a certified state's.</param>
    public Hashgraph(ConsensusSettings settings, RosterSchedule schedule, ConsensusSnapshot snapshot)
    {
        settings.Validate();
        Invariant.Require(snapshot.JudgeBirthRounds.Count == Math.Min(snapshot.Round, settings.AncientRounds));
        _settings = settings;
        _snapshot = snapshot;
        Schedule = schedule;
        _graph = new VotingGraph(settings.CoinPeriodRounds, settings.IgnoresCoin);
        _orphans = new OrphanBuffer(settings.MaxOrphansPerPeer, settings.MaxOrphanSizeBytesPerPeer);
        _future = new PeerQuota(settings.MaxFutureEventsPerPeer, settings.MaxFutureSizeBytesPerPeer);
        _gate = new AdmissionGate(settings.MaxEventsPerAccount, settings.MaxSizeBytesPerAccount);
        _held = new PeerQuota(settings.MaxHeldEventsPerPeer, settings.MaxHeldSizeBytesPerPeer);
        AncientBefore = AncientThreshold(snapshot);
        _store.StartAt(AncientBefore);
        _missingJudges.UnionWith(snapshot.Judges);
        if (_missingJudges.Count == 0)
        {
            _graph.Begin(snapshot.Round, schedule.Find(snapshot.Round + 1));
        }
    }

    /// <summary>The rosters.</summary>
    public RosterSchedule Schedule { get; private set; }

    /// <summary>The round decided last; 0 on a new chain.</summary>
    public long DecidedRound => _snapshot.Round;

    /// <summary>The round being elected: the birth round of new events.</summary>
    public long PendingRound => _snapshot.Round + 1;

    /// <summary>Events born before this round are ancient.</summary>
    public long AncientBefore { get; private set; }

    /// <summary>Whether judges of the snapshot are still missing, so that nothing can be decided and nothing should be created.</summary>
    public bool IsWaitingForJudges => _missingJudges.Count > 0;

    /// <summary>The state after <see cref="DecidedRound"/>.</summary>
    public ConsensusSnapshot Snapshot => _snapshot;

    /// <summary>The number of events that are not expired.</summary>
    public int EventCount => _store.Count;

    /// <summary>The number of events that wait for parents.</summary>
    public int OrphanCount => _orphans.Count;

    /// <summary>The number of events that wait for their birth round.</summary>
    public int FutureCount => _future.Count;

    /// <summary>How many coin votes no supermajority settled since this object was made.</summary>
    public long CoinFlips => _graph.CoinFlips;

    /// <summary>How many elections began with what the last one had computed, for tests.</summary>
    internal long CarriedElections => _graph.CarriedElections;

    /// <summary>The voting round of an event in the pending election, for tests; 0 for one that has no part in it.</summary>
    internal long VotingRound(EventId id) => _store.TryGet(id, out EventNode? node) ? _graph.RoundOf(node.Slot) : 0;

    /// <summary>Gives an event to the graph.</summary>
    /// <param name="verified">The event; the same one may come again.</param>
    /// <param name="peer">Who sent it, whose quota it uses should it have to wait.</param>
    public AddOutcome Add(VerifiedEvent verified, MemberId peer) => AddAll(new WaitingEvent(verified, peer));

    /// <summary>Gives an event to the graph that was accepted before, or is the member's own: it is never held.</summary>
    /// <param name="verified">The event.</param>
    /// <param name="self">The member itself, whose quota it uses should it have to wait.</param>
    public AddOutcome AddOwn(VerifiedEvent verified, MemberId self) => AddAll(new WaitingEvent(verified, self, IsPaced: false));

    private AddOutcome AddAll(WaitingEvent added)
    {
        AddOutcome outcome = TryAdd(added);
        while (_ready.TryDequeue(out WaitingEvent waiting))
        {
            TryAdd(waiting);
        }

        return outcome;
    }

    /// <summary>Fixes the roster of a later round from the block of <paramref name="round"/>, and decides what waited for it.</summary>
    /// <param name="round">The block's round; each decided round must be recorded once, in order.</param>
    /// <param name="roster">The roster that the block elects; null when it stays.</param>
    public void RecordRoster(long round, Roster? roster)
    {
        Invariant.Require(round <= DecidedRound);
        bool paused = Schedule.LastFixedRound < PendingRound;
        Schedule = Schedule.Record(round, roster, AncientBefore);
        if (paused && !IsWaitingForJudges && Schedule.Find(PendingRound) is Roster next)
        {
            _graph.Begin(DecidedRound, next);
            DecideRounds();
            while (_ready.TryDequeue(out WaitingEvent waiting))
            {
                TryAdd(waiting);
            }
        }
    }

    private AddOutcome TryAdd(WaitingEvent waiting)
    {
        SignedEvent signed = waiting.Event.Signed;
        UnsignedEvent body = signed.Body;
        if (_store.TryGet(signed.Id, out _) || _orphans.Contains(signed.Id) || _future.Contains(signed.Id))
        {
            return new AddOutcome(AddStatus.Duplicate);
        }

        if (body.BirthRound < AncientBefore)
        {
            return new AddOutcome(AddStatus.Ancient);
        }

        if (body.BirthRound > PendingRound)
        {
            _future.Add(waiting);
            return new AddOutcome(AddStatus.Future);
        }

        EventFault fault = Link(body, out EventNode? selfParent, out List<EventNode> parents, out EventId? missing);
        if (fault != EventFault.None)
        {
            return new AddOutcome(AddStatus.Refused, fault);
        }

        if (missing is EventId parent)
        {
            _orphans.Add(waiting, parent);
            return new AddOutcome(AddStatus.Orphan);
        }

        if (waiting.IsPaced && !_gate.TryCharge(waiting))
        {
            if (!_held.Contains(signed.Id))
            {
                _held.Add(waiting);
            }

            return new AddOutcome(AddStatus.Held);
        }

        // Another peer's account may have room for what is held on one's.
        _held.Remove(signed.Id);
        Insert(signed, selfParent, [.. parents]);
        return new AddOutcome(AddStatus.Inserted);
    }

    // Finds the parents that are not ancient (rules H14 to H17, H30, H31).
    private EventFault Link(UnsignedEvent body, out EventNode? selfParent, out List<EventNode> parents, out EventId? missing)
    {
        parents = new List<EventNode>(body.OtherParents.Count + 1);
        missing = null;
        selfParent = null;
        if (body.SelfParent is ParentReference self && self.BirthRound >= AncientBefore)
        {
            if (!_store.TryGet(self.Id, out selfParent))
            {
                missing = self.Id;
            }
            else if (CheckSelfParent(body, self, selfParent.Signed.Body) is EventFault fault and not EventFault.None)
            {
                return fault;
            }
            else
            {
                parents.Add(selfParent);
            }
        }

        foreach (ParentReference reference in body.OtherParents)
        {
            if (reference.BirthRound < AncientBefore)
            {
                continue;
            }

            if (!_store.TryGet(reference.Id, out EventNode? parent))
            {
                missing ??= reference.Id;
            }
            else if (parent.BirthRound != reference.BirthRound || parent.Signed.Body.Creator != reference.Creator)
            {
                return EventFault.ParentMismatch;
            }
            else
            {
                parents.Add(parent);
            }
        }

        return EventFault.None;
    }

    private static EventFault CheckSelfParent(UnsignedEvent body, ParentReference reference, UnsignedEvent parent) =>
        parent.Creator != body.Creator ? EventFault.SelfParentOfAnother
        : parent.BirthRound != reference.BirthRound ? EventFault.ParentMismatch
        : parent.Sequence + 1 != body.Sequence ? EventFault.SequenceGap
        : parent.CreatedAt >= body.CreatedAt ? EventFault.NotAfterSelfParent
        : EventFault.None;

    private void Insert(SignedEvent signed, EventNode? selfParent, EventNode[] parents)
    {
        EventNode node = _store.Add(signed, selfParent, parents);
        _inserted.Enqueue(signed);
        if (_branchDetector.Check(signed, selfParent is not null) is BranchEvidence evidence)
        {
            _branches.Enqueue(evidence);
            _gate.Distrust(evidence.Culprit);
        }

        _graph.Add(node);
        if (_missingJudges.Remove(signed.Id))
        {
            FindJudge(node);
        }

        _orphans.TakeChildren(signed.Id, _ready);
        DecideRounds();
    }

    private static long AncientThreshold(ConsensusSnapshot snapshot, int ancientRounds) =>
        snapshot.Round < ancientRounds ? 1 : snapshot.JudgeBirthRounds[^ancientRounds];

    private long AncientThreshold(ConsensusSnapshot snapshot) => AncientThreshold(snapshot, _settings.AncientRounds);
}
