using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>The transactions that this member took on and that have no outcome yet: docs/protocol/gossip.md §6.</summary>
/// <remarks>A transaction that stands in a live event, anybody's, stays here and is not sent; it is sent again when that event grew stale.</remarks>
internal sealed class TransactionPool(int maxTransactions, long maxSizeBytes)
{
    private readonly Dictionary<TransactionId, VerifiedTransaction> _pending = [];
    private readonly Dictionary<(ObjectId Object, ulong Version), TransactionId> _uses = [];
    private readonly SortedSet<(Timestamp ValidUntil, TransactionId Id)> _deadlines = [];
    private readonly Queue<TransactionId> _queue = [];
    private readonly HashSet<TransactionId> _queued = [];

    /// <summary>How many transactions have no outcome yet.</summary>
    public int Count => _pending.Count;

    /// <summary>Their bytes.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>How many wait for an event.</summary>
    public int QueuedCount => _queued.Count;

    /// <summary>Takes a transaction on; one that is pending already is fine.</summary>
    public PoolFault TryAdd(VerifiedTransaction verified, Timestamp decidedTime)
    {
        Transaction transaction = verified.Transaction;
        if (_pending.ContainsKey(transaction.Id))
        {
            return PoolFault.None;
        }

        if (transaction.Body.ValidUntil < decidedTime)
        {
            return PoolFault.Expired;
        }

        if (_pending.Count >= maxTransactions || SizeBytes + transaction.Encoded.Length > maxSizeBytes)
        {
            return PoolFault.Busy;
        }

        foreach (TransactionInput input in transaction.Body.Inputs)
        {
            if (_uses.ContainsKey((input.ObjectId, input.ObjectVersion)))
            {
                return PoolFault.ObjectInUse;
            }
        }

        _pending.Add(transaction.Id, verified);
        SizeBytes += transaction.Encoded.Length;
        foreach (TransactionInput input in transaction.Body.Inputs)
        {
            _uses.Add((input.ObjectId, input.ObjectVersion), transaction.Id);
        }

        _deadlines.Add((transaction.Body.ValidUntil, transaction.Id));
        Requeue(transaction.Id);
        return PoolFault.None;
    }

    /// <summary>Queues a transaction again, if it still has no outcome and is not queued.</summary>
    public void Requeue(TransactionId id)
    {
        if (_pending.ContainsKey(id) && _queued.Add(id))
        {
            _queue.Enqueue(id);
        }
    }

    /// <summary>Takes the next transactions for an own event.</summary>
    /// <param name="live">What stands in an event already stays here without being sent.</param>
    /// <param name="maxCount">The most transactions.</param>
    /// <param name="maxPayloadBytes">The most bytes, unless the first alone is longer.</param>
    /// <param name="taken">Where they are added.</param>
    public void Take(LivePayloads live, int maxCount, int maxPayloadBytes, List<VerifiedTransaction> taken)
    {
        int sizeBytes = 0;
        while (taken.Count < maxCount && _queue.TryPeek(out TransactionId id))
        {
            if (_queued.Contains(id) && !live.IsLive(id))
            {
                VerifiedTransaction verified = _pending[id];
                int itemBytes = verified.Transaction.Encoded.Length + 1;
                if (taken.Count > 0 && sizeBytes + itemBytes > maxPayloadBytes)
                {
                    return;
                }

                sizeBytes += itemBytes;
                taken.Add(verified);
            }

            _queue.Dequeue();
            _queued.Remove(id);
        }
    }

    /// <summary>Ends a transaction that was executed, rejected or reported expired.</summary>
    public bool Remove(TransactionId id)
    {
        if (!_pending.Remove(id, out VerifiedTransaction? verified))
        {
            return false;
        }

        Transaction transaction = verified.Transaction;
        SizeBytes -= transaction.Encoded.Length;
        foreach (TransactionInput input in transaction.Body.Inputs)
        {
            _uses.Remove((input.ObjectId, input.ObjectVersion));
        }

        _deadlines.Remove((transaction.Body.ValidUntil, id));
        _queued.Remove(id);
        return true;
    }

    /// <summary>Lists the transactions whose validity ended before <paramref name="decidedTime"/>, in or out of events.</summary>
    public List<TransactionId> Overdue(Timestamp decidedTime)
    {
        List<TransactionId> overdue = [];
        foreach ((Timestamp validUntil, TransactionId id) in _deadlines)
        {
            if (validUntil >= decidedTime)
            {
                break;
            }

            overdue.Add(id);
        }

        return overdue;
    }
}
