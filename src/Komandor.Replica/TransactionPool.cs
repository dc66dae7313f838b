using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>The transactions that this member took on and that have no outcome yet: docs/protocol/gossip.md §6.</summary>
/// <remarks>An id covers no witness, and a copy with another one may fail where this one does not: so each copy is one of its own, of few.
/// A transaction that stands in a live event, anybody's, stays here and is not sent; it is sent again when that event grew stale.</remarks>
internal sealed class TransactionPool(int maxTransactions, long maxSizeBytes)
{
    // The most copies of one transaction that differ in their witnesses.
    private const int MaxCopies = 4;

    private readonly Dictionary<WitnessTransactionId, VerifiedTransaction> _pending = [];
    private readonly Dictionary<TransactionId, List<WitnessTransactionId>> _copies = [];
    private readonly Dictionary<(ObjectId Object, ulong Version), TransactionId> _uses = [];
    private readonly SortedSet<(Timestamp ValidUntil, TransactionId Id)> _deadlines = [];
    private readonly Queue<WitnessTransactionId> _queue = [];
    private readonly HashSet<WitnessTransactionId> _queued = [];

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
        if (_pending.ContainsKey(transaction.WitnessId))
        {
            return PoolFault.None;
        }

        if (transaction.Body.ValidUntil < decidedTime)
        {
            return PoolFault.Expired;
        }

        bool isKnown = _copies.TryGetValue(transaction.Id, out List<WitnessTransactionId>? copies);
        if (_pending.Count >= maxTransactions || SizeBytes + transaction.Encoded.Length > maxSizeBytes || copies is { Count: MaxCopies })
        {
            return PoolFault.Busy;
        }

        if (!isKnown && IsAnyInUse(transaction.Body))
        {
            return PoolFault.ObjectInUse;
        }

        if (copies is null)
        {
            _copies.Add(transaction.Id, copies = []);
            Reserve(transaction);
        }

        copies.Add(transaction.WitnessId);
        _pending.Add(transaction.WitnessId, verified);
        SizeBytes += transaction.Encoded.Length;
        Requeue(transaction.WitnessId);
        return PoolFault.None;
    }

    private bool IsAnyInUse(TransactionBody body)
    {
        foreach ((ObjectId Object, ulong Version) use in UsesOf(body))
        {
            if (_uses.ContainsKey(use))
            {
                return true;
            }
        }

        return false;
    }

    private void Reserve(Transaction transaction)
    {
        foreach ((ObjectId Object, ulong Version) use in UsesOf(transaction.Body))
        {
            _uses.Add(use, transaction.Id);
        }

        _deadlines.Add((transaction.Body.ValidUntil, transaction.Id));
    }

    /// <summary>All transactions without an outcome, in the order of their ids.</summary>
    public List<VerifiedTransaction> Pending()
    {
        List<VerifiedTransaction> pending = [.. _pending.Values];
        pending.Sort(static (left, right) =>
        {
            int order = left.Transaction.Id.CompareTo(right.Transaction.Id);
            return order != 0 ? order : left.Transaction.WitnessId.Value.CompareTo(right.Transaction.WitnessId.Value);
        });
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
    public void Requeue(WitnessTransactionId id)
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
        while (taken.Count < maxCount && _queue.TryPeek(out WitnessTransactionId id))
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

    /// <summary>Ends a transaction that was executed, rejected or reported expired, in all its copies.</summary>
    public bool Remove(TransactionId id)
    {
        if (!_copies.Remove(id, out List<WitnessTransactionId>? copies))
        {
            return false;
        }

        Transaction transaction = _pending[copies[0]].Transaction;
        foreach (WitnessTransactionId copy in copies)
        {
            _pending.Remove(copy, out VerifiedTransaction? removed);
            SizeBytes -= removed!.Transaction.Encoded.Length;
            _queued.Remove(copy);
        }

        foreach ((ObjectId Object, ulong Version) use in UsesOf(transaction.Body))
        {
            _uses.Remove(use);
        }

        _deadlines.Remove((transaction.Body.ValidUntil, id));
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
