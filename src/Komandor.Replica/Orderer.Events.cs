using Komandor.Consensus;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Effects;
using Komandor.Replica.Messages;
using Komandor.State;

namespace Komandor.Replica;

/// <content>Events on their way into the graph, and rounds on their way out of it.</content>
public sealed partial class Orderer
{
    private readonly Queue<OrderedRound> _decided = [];
    private KeyValueBatch? _unsaved;
    private long _releasedRound;
    private long _executedRound;
    private long _prunedBefore;
    private Timestamp _decidedTime;
    private long _decidedAtUs;

    private bool IsLagging => _graph.DecidedRound - _executedRound >= _settings.MaxExecutionLagRounds;

    private void TakeEvents(PeerSession session, IReadOnlyList<CheckedEvent> events)
    {
        foreach (CheckedEvent checkedEvent in events)
        {
            AddOutcome outcome = AddToGraph(checkedEvent, session.Peer);
            // Another's may have been accepted by a peer that is further, to whom the parent is ancient: it is no offence to pass it on.
            if (outcome.Status == AddStatus.Refused && checkedEvent.Event.Signed.Body.Creator == session.Peer)
            {
                Refuse(session.Peer, MessageFault.EventContradictsParents);
                return;
            }

            session.IsWorthAsking |= outcome.Status is AddStatus.Orphan or AddStatus.Future;
        }
    }

    private AddOutcome AddToGraph(CheckedEvent checkedEvent, MemberId peer)
    {
        SignedEvent signed = checkedEvent.Event.Signed;
        if (_graph.Contains(signed.Id))
        {
            return new AddOutcome(AddStatus.Duplicate, EventFault.None);
        }

        _payloads.Await(signed, checkedEvent.Payload);
        AddOutcome outcome = _graph.Add(checkedEvent.Event, peer);
        DrainGraph();
        return outcome;
    }

    private void DrainGraph()
    {
        bool wasWaiting = _isWaitingForJudges;
        _isWaitingForJudges = _graph.IsWaitingForJudges;
        while (_graph.TryTakeInserted(out SignedEvent? inserted))
        {
            Enter(inserted);
        }

        bool decided = false;
        while (_graph.TryTakeRound(out ConsensusRound? round))
        {
            decided = true;
            Decide(round);
        }

        while (_graph.TryTakeStale(out SignedEvent? stale))
        {
            foreach (VerifiedTransaction verified in _payloads.Drop(stale.Id))
            {
                _pool.Requeue(verified.Transaction.Id);
            }
        }

        while (_graph.TryTakeBranch(out BranchEvidence? evidence))
        {
            _branched.Add(evidence.Culprit);
            _effects.Add(new BranchFound(evidence));
        }

        if (wasWaiting && !_isWaitingForJudges)
        {
            _payloads.DropOrdered(_graph);
            decided = true;
        }

        if (decided)
        {
            _hasBroken = false;
            _creator.Update(_graph);
            ExpireTransactions();
            Prune();
        }
    }

    private void Enter(SignedEvent signed)
    {
        UnsignedEvent body = signed.Body;
        EventPayload payload = _payloads.Enter(signed);
        _known.Add(signed.Id);
        if (!Branches || body.Creator != _settings.Self || signed.Id == _published || _isRestoring)
        {
            _creator.Register(signed);
        }

        if (!_newest.TryGetValue(body.Creator, out SignedEvent? newest) || newest.Body.Sequence < body.Sequence)
        {
            _newest[body.Creator] = signed;
        }

        foreach (HeaderClaim claim in payload.Signatures)
        {
            _certificates.Add(body.Creator, claim);
        }

        if (body.Creator != _settings.Self)
        {
            if (_peers.TryGetValue(body.Creator, out PeerSession? session))
            {
                session.InvalidItems += payload.InvalidItems;
            }
        }

        if (!_isRestoring && signed.Id != _published)
        {
            Unsaved().Put(StoreKeys.Event(body.BirthRound, signed.Id), signed.Encoded.ToArray());
        }
    }

    private void Decide(ConsensusRound round)
    {
        Invariant.Require(round.Round == _lastDecided + 1);
        _lastDecided = round.Round;
        _decidedAtUs = _moment.ElapsedUs;
        _decidedTime = round.Time;
        IReadOnlyList<VerifiedTransaction> transactions = _payloads.Order(round);
        _decided.Enqueue(new OrderedRound(round.Round, round.Time, transactions, round.Snapshot));
    }

    // The queue between the machines is bounded: the rest waits here, and creation pauses meanwhile.
    private void ReleaseRounds()
    {
        while (_releasedRound - _executedRound < _settings.MaxExecutionLagRounds && IsLive && _decided.TryDequeue(out OrderedRound? round))
        {
            // The events must reach the disk before what follows from them.
            FlushEvents();
            _releasedRound = round.Round;
            _effects.Add(new ExecuteRound(round));
        }
    }

    private void ExpireTransactions()
    {
        foreach (TransactionId id in _pool.Overdue(_decidedTime))
        {
            if (!_payloads.IsLive(id) && !_carried.Contains(id) && _pool.Remove(id))
            {
                _effects.Add(new TransactionExpired(id));
            }
        }
    }

    private KeyValueBatch Unsaved() => _unsaved ??= new KeyValueBatch();

    private void FlushEvents()
    {
        if (_unsaved is KeyValueBatch batch)
        {
            _unsaved = null;
            _effects.Add(new WriteEvents(batch, null));
        }
    }

    // Events that no peer inside the window can need are deleted, in steps of a few rounds.
    private void Prune()
    {
        long oldest = OldestRound;
        if (oldest < _prunedBefore + _settings.SnapshotIntervalRounds)
        {
            return;
        }

        foreach (KeyValuePair<byte[], byte[]> entry in _store.Scan([StoreKeys.Events], StoreKeys.EventsFrom(_prunedBefore)))
        {
            if (StoreKeys.BirthRoundOf(entry.Key) >= oldest)
            {
                break;
            }

            Unsaved().Delete(entry.Key);
        }

        _prunedBefore = oldest;
    }

    // What is on the disk may still be needed by a restart from the last saved snapshot.
    private long OldestRound => Math.Max(
        _prunedBefore,
        Math.Min(_graph.AncientBefore, _executedRound + 1 - _settings.Consensus.ExpiredRounds));
}
