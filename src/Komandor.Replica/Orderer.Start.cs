using Komandor.Consensus;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Effects;
using Komandor.Replica.Messages;

namespace Komandor.Replica;

/// <content>How a member begins, and when it may create events: docs/protocol/gossip.md §3.</content>
public sealed partial class Orderer
{
    private readonly HashSet<MemberId> _branched = [];
    private SignedEvent? _ownNewest;
    private long _lastDecided;
    private bool _isRestoring;
    private bool _isWaitingForJudges;

    /// <summary>Reads the stored events back, and asks to execute what they decide. Call it once, before any input.</summary>
    /// <param name="moment">The time.</param>
    /// <param name="effects">Where what is to be done is added.</param>
    public void Start(in Moment moment, List<ReplicaEffect> effects) => Start(moment, effects, []);

    /// <summary>As the other; takes over what an Orderer before it had taken on.</summary>
    /// <param name="moment">The time.</param>
    /// <param name="effects">Where what is to be done is added.</param>
    /// <param name="pending">The <see cref="Pending"/> transactions of the Orderer that this one replaces after a state was learned.</param>
    public void Start(in Moment moment, List<ReplicaEffect> effects, IReadOnlyList<VerifiedTransaction> pending)
    {
        _moment = moment;
        _effects = effects;
        _lastDecided = _graph.DecidedRound;
        _decidedAtUs = moment.ElapsedUs;
        _executedRound = _graph.DecidedRound;
        _releasedRound = _graph.DecidedRound;
        _decidedTime = _graph.Snapshot.LastTime;
        _isWaitingForJudges = _graph.IsWaitingForJudges;
        _rememberedFrom = _graph.AncientBefore;
        _creator.Update(_graph);
        RestoreBlocks();
        try
        {
            RestoreEvents();
            _pool.Restore(pending);
            Advance();
        }
        catch (InvariantViolationException violation)
        {
            _mode = OrdererMode.Halted;
            effects.Add(new Halt(violation.Message));
        }
    }

    private void RestoreBlocks()
    {
        _executedHeight = _blocks.Height;
        _durableHeight = _blocks.Height;
        for (ulong height = _blocks.FinalHeight + 1; height <= _blocks.Height; height++)
        {
            BlockHeader header = _blocks.Header(height)!;
            _headers.Add(height, header);
            if (_roster.IndexOf(_settings.Self) >= 0)
            {
                Claim(header);
            }
        }
    }

    private void RestoreEvents()
    {
        List<SignedEvent> events = [];
        _prunedBefore = _graph.AncientBefore;
        foreach (KeyValuePair<byte[], byte[]> entry in _store.Scan([StoreKeys.Events], [StoreKeys.Events]))
        {
            long birthRound = StoreKeys.BirthRoundOf(entry.Key);
            _prunedBefore = Math.Min(_prunedBefore, birthRound);
            if (birthRound < _graph.AncientBefore)
            {
                continue;
            }

            Invariant.Require(SignedEvent.TryDecode(entry.Value, out SignedEvent? signed, out _));
            events.Add(signed);
        }

        foreach (KeyValuePair<byte[], byte[]> entry in _store.Scan(StoreKeys.Evidence, StoreKeys.Evidence))
        {
            CanonicalReader reader = new(entry.Value);
            Invariant.Require(BranchEvidence.TryRead(ref reader, out BranchEvidence? evidence) && reader.TryFinish(out _));
            _branched.Add(evidence!.Culprit);
        }

        EventSorting.ByBirthThenParents(events);
        _isRestoring = true;
        foreach (SignedEvent signed in events)
        {
            AddToGraph(_verifier.Trust(signed), _settings.Self, isOwn: true);
        }

        _isRestoring = false;
        if (_store.Get(StoreKeys.OwnNewest) is byte[] newest)
        {
            Invariant.Require(SignedEvent.TryDecode(newest, out _ownNewest, out _));
        }
    }

    // A peer says which of this member's events it knows last; false when it says nonsense.
    private bool TakeOwnNewest(PeerSession session, SignedEvent newest)
    {
        if (newest.Body.Creator != _settings.Self)
        {
            Refuse(session.Peer, MessageFault.NotYourEvent);
            return false;
        }

        if (_ownNewest is null || _ownNewest.Body.Sequence < newest.Body.Sequence)
        {
            _ownNewest = newest;
            Unsaved().Put(StoreKeys.OwnNewest, newest.Encoded.ToArray());
            AddToGraph(_verifier.Trust(newest), session.Peer, isOwn: false);
        }

        return true;
    }

    private void TryActivate()
    {
        if (_mode != OrdererMode.Observing || _graph.IsWaitingForJudges)
        {
            return;
        }

        ulong weight = WeightOf(_settings.Self);
        foreach (PeerSession session in _peers.Values)
        {
            weight += session.HasAnswered ? WeightOf(session.Peer) : 0;
        }

        if (!Branches && (!_roster.IsSupermajority(weight) || !HoldsOwnNewest()))
        {
            return;
        }

        _mode = OrdererMode.Active;
    }

    // An own event that is ancient matters no more, but as the self-parent of the next one.
    private bool HoldsOwnNewest()
    {
        if (_ownNewest is null || _creator.LastOwn is SignedEvent last && last.Body.Sequence >= _ownNewest.Body.Sequence)
        {
            return true;
        }

        if (_ownNewest.Body.BirthRound < _graph.AncientBefore)
        {
            _creator.Register(_ownNewest);
            return true;
        }

        return false;
    }

    private ulong WeightOf(MemberId member)
    {
        int index = _roster.IndexOf(member);
        return index < 0 ? 0 : _roster.Members[index].Weight;
    }
}
