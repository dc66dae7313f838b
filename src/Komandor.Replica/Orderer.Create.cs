using Komandor.Consensus;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Effects;
using Komandor.Replica.Messages;

namespace Komandor.Replica;

/// <content>The pool, and own events: docs/protocol/gossip.md §5 and §6.</content>
public sealed partial class Orderer
{
    private readonly Queue<HeaderClaim> _claims = [];
    private readonly HashSet<TransactionId> _carried = [];

    // Own events that went to all connected peers lately, in their order.
    private readonly Queue<(ulong Sequence, long AtUs)> _pushed = [];
    private long _createdAtUs = long.MinValue / 2;
    private CheckedEvent? _unpublished;
    private EventId _published;
    private bool _hasBroken;

    /// <summary>The transactions that were taken on and have no outcome: for the Orderer that replaces this one when a state was learned.</summary>
    public IReadOnlyList<VerifiedTransaction> Pending => _pool.Pending();

    // Nothing waits, is unordered, unexecuted or uncertified: then the network rests.
    private bool IsIdle => _claims.Count == 0 && _pool.QueuedCount == 0 && !_payloads.HasLive
        && _certificates.FinalHeight >= _executedHeight;

    private void Submit(VerifiedTransaction verified)
    {
        PoolFault fault = _mode != OrdererMode.Active ? PoolFault.NotReady
            : IsLagging ? PoolFault.Busy
            : _pool.TryAdd(verified, _decidedTime);
        _effects.Add(new SubmissionAnswered(verified.Transaction.Id, fault));
    }

    private void TryCreate()
    {
        if (_mode != OrdererMode.Active || _unpublished is not null || IsLagging || _graph.IsWaitingForJudges
            || _moment.ElapsedUs - _createdAtUs < _settings.EventIntervalUs)
        {
            return;
        }

        // One breaker event a rest: while rounds are not decided, another would wake nobody who is not awake. One a second is for lost ones.
        bool isIdle = IsIdle;
        _hasBroken &= !isIdle && _moment.ElapsedUs - _createdAtUs < _settings.AnswerTimeoutUs;
        bool hasNews = _claims.Count > 0 || _pool.QueuedCount > 0;
        CreationCommand command = isIdle ? CreationCommand.Quiesce
            : hasNews && !_hasBroken ? CreationCommand.Break
            : CreationCommand.Create;
        if (!_creator.TryPlan(command, out EventPlan? plan))
        {
            return;
        }

        _hasBroken |= command == CreationCommand.Break;
        Create(plan);
    }

    private void Create(EventPlan plan)
    {
        EventPayload payload = NextPayload();
        List<ReadOnlyMemory<byte>> items = new(payload.Signatures.Count + payload.Transactions.Count);
        foreach (HeaderClaim claim in payload.Signatures)
        {
            items.Add(PayloadItem.OfSignature(claim));
        }

        foreach (VerifiedTransaction verified in payload.Transactions)
        {
            items.Add(PayloadItem.OfTransaction(verified.Transaction.Encoded.Span));
            _carried.Add(verified.Transaction.Id);
        }

        SignedEvent signed = plan.Complete(_chain.Chain, _chain.Shard, _moment.Now, _moment.Coin, items).Sign(_key);
        _createdAtUs = _moment.ElapsedUs;
        _unpublished = new CheckedEvent(VerifiedEvent.Trust(signed), payload);
        Unsaved().Put(StoreKeys.Event(signed.Body.BirthRound, signed.Id), signed.Encoded.ToArray());
        Unsaved().Put(StoreKeys.OwnNewest, signed.Encoded.ToArray());
        _effects.Add(new WriteEvents(Unsaved(), signed.Id));
        _unsaved = null;
        if (GossipsBeforeDurable)
        {
            Publish(signed.Id);
        }
    }

    private EventPayload NextPayload()
    {
        List<HeaderClaim> claims = [];
        while (claims.Count < EventLimits.MaxPayloadItems / 2 && _claims.TryDequeue(out HeaderClaim claim))
        {
            if (claim.Height > _certificates.FinalHeight)
            {
                claims.Add(claim);
            }
        }

        List<VerifiedTransaction> transactions = [];
        _pool.Take(_payloads, EventLimits.MaxPayloadItems / 2, _settings.MaxPayloadSizeBytes, transactions);
        return new EventPayload(transactions, claims, 0);
    }

    // The own event is durable: it enters the graph, and everybody hears of it.
    private void Publish(EventId id)
    {
        if (_unpublished is not CheckedEvent own || own.Event.Signed.Id != id)
        {
            return;
        }

        _unpublished = null;
        _published = id;
        AddOutcome outcome = AddToGraph(own, _settings.Self, isOwn: true);
        Invariant.Require(outcome.Status is AddStatus.Inserted or AddStatus.Ancient);
        _carried.Clear();
        if (outcome.Status == AddStatus.Ancient)
        {
            _creator.Register(own.Event.Signed);
            foreach (VerifiedTransaction verified in own.Payload.Transactions)
            {
                _pool.Requeue(verified.Transaction.WitnessId);
            }
        }

        while (_pushed.TryPeek(out (ulong Sequence, long AtUs) oldest) && _moment.ElapsedUs - oldest.AtUs >= _settings.AnswerTimeoutUs)
        {
            _pushed.Dequeue();
        }

        _pushed.Enqueue((own.Event.Signed.Body.Sequence, _moment.ElapsedUs));
        byte[] encoded = MessageCodec.Encode(new EventsMessage([own.Event.Signed.Encoded]));
        foreach (PeerSession session in _peers.Values)
        {
            if (session.IsConnected)
            {
                _effects.Add(new Send(session.Peer, encoded));
            }
        }
    }
}
