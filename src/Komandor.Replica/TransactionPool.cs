using Komandor.Ledger;
using Komandor.Ledger.Private;
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

        List<(ObjectId Object, ulong Version)> uses = UsesOf(transaction.Body);
        foreach ((ObjectId Object, ulong Version) use in uses)
        {
            if (_uses.ContainsKey(use))
            {
                return PoolFault.ObjectInUse;
            }
        }

        _pending.Add(transaction.Id, verified);
        SizeBytes += transaction.Encoded.Length;
        foreach ((ObjectId Object, ulong Version) use in uses)
        {
            _uses.Add(use, transaction.Id);
        }

        _deadlines.Add((transaction.Body.ValidUntil, transaction.Id));
        Requeue(transaction.Id);
        return PoolFault.None;
    }

    /// <summary>All transactions without an outcome, in the order of their ids.</summary>
    public List<VerifiedTransaction> Pending()
    {
        List<VerifiedTransaction> pending = [.. _pending.Values];
        pending.Sort(static (left, right) => left.Transaction.Id.CompareTo(right.Transaction.Id));
        return pending;
    }

    /// <summary>Takes over transactions that were taken on before; their time may have passed meanwhile, which is told as always.</summary>
    public void Restore(IReadOnlyList<VerifiedTransaction> pending)
    {
        foreach (VerifiedTransaction verified in pending)
        {
            Invariant.Require(TryAdd(verified, default) == PoolFault.None);
        }
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
        foreach ((ObjectId Object, ulong Version) use in UsesOf(transaction.Body))
        {
            _uses.Remove(use);
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

    // What only one transaction can use up: objects at their versions, tags and images, a pool's next pause.
    private static List<(ObjectId Object, ulong Version)> UsesOf(TransactionBody body)
    {
        List<(ObjectId Object, ulong Version)> uses = [.. body.Inputs.Select(input => (input.ObjectId, input.ObjectVersion))];
        for (int input = 0; input < (body.Bundle?.InputCount ?? 0); input++)
        {
            uses.Add((PrivateObjects.Tag(body.Bundle!.Pool, body.Bundle.TagOf(input)), 0));
        }

        if (body.Order is { } order)
        {
            uses.Add((PrivateObjects.Pool(order.Pool), order.Pauses));
        }

        return uses;
    }
}
