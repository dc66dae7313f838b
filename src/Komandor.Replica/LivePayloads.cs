using System.Runtime.CompilerServices;
using Komandor.Consensus;
using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>The contents of events that are not executed yet, and the transactions that therefore need no other event.</summary>
internal sealed class LivePayloads
{
    // Of events that wait for parents or for their round: the graph bounds those, and drops them without telling.
    private readonly ConditionalWeakTable<SignedEvent, EventPayload> _waiting = [];
    private readonly Dictionary<EventId, EventPayload> _unordered = [];
    private readonly Dictionary<WitnessTransactionId, int> _live = [];
    private readonly Dictionary<TransactionId, int> _liveIds = [];
    private readonly Queue<(long Round, IReadOnlyList<VerifiedTransaction> Transactions)> _executing = [];

    /// <summary>Whether any transaction stands in an event that is not executed yet.</summary>
    public bool HasLive => _live.Count > 0;

    /// <summary>Whether a transaction with these witnesses stands in an event that may still be, or is being, executed.</summary>
    public bool IsLive(WitnessTransactionId id) => _live.ContainsKey(id);

    /// <summary>Whether a transaction does, with whatever witnesses.</summary>
    public bool IsLive(TransactionId id) => _liveIds.ContainsKey(id);

    /// <summary>Remembers what an event carries until it enters the graph.</summary>
    public void Await(SignedEvent signed, EventPayload payload) => _waiting.AddOrUpdate(signed, payload);

    /// <summary>Takes the content of an event that entered the graph.</summary>
    public EventPayload Enter(SignedEvent signed)
    {
        if (!_waiting.TryGetValue(signed, out EventPayload? payload))
        {
            return EventPayload.Empty;
        }

        _waiting.Remove(signed);
        if (payload.Transactions.Count > 0)
        {
            _unordered.Add(signed.Id, payload);
            Count(payload.Transactions);
        }

        return payload;
    }

    /// <summary>Takes out what a round orders, in order.</summary>
    /// <param name="round">The round.</param>
    /// <param name="budget">What it may execute.</param>
    /// <param name="beyond">Where the transactions are added that have no room in it: they are as if they had not been ordered.</param>
    public IReadOnlyList<VerifiedTransaction> Order(ConsensusRound round, RoundBudget budget, List<VerifiedTransaction> beyond)
    {
        List<VerifiedTransaction> transactions = [];
        foreach (OrderedEvent ordered in round.Events)
        {
            if (_unordered.Remove(ordered.Signed.Id, out EventPayload? payload))
            {
                foreach (VerifiedTransaction verified in payload.Transactions)
                {
                    bool hasRoom = budget.TryUse(ordered.Signed.Body.Creator, verified.Transaction);
                    (hasRoom ? transactions : beyond).Add(verified);
                }
            }
        }

        Discount(beyond);
        _executing.Enqueue((round.Round, transactions));
        return transactions;
    }

    /// <summary>Lets go of the transactions of a round that was executed.</summary>
    public void Execute(long round)
    {
        Invariant.Require(_executing.TryDequeue(out (long Round, IReadOnlyList<VerifiedTransaction> Transactions) executed));
        Invariant.Require(executed.Round == round);
        Discount(executed.Transactions);
    }

    /// <summary>Takes out a stale event; its transactions may be sent again.</summary>
    public IReadOnlyList<VerifiedTransaction> Drop(EventId id)
    {
        if (!_unordered.Remove(id, out EventPayload? payload))
        {
            return [];
        }

        Discount(payload.Transactions);
        return payload.Transactions;
    }

    /// <summary>Drops the events that a restart found to be ordered before its snapshot.</summary>
    public void DropOrdered(Hashgraph graph)
    {
        List<EventId> ordered = [];
        foreach (EventId id in _unordered.Keys)
        {
            if (graph.IsOrdered(id))
            {
                ordered.Add(id);
            }
        }

        foreach (EventId id in ordered)
        {
            Drop(id);
        }
    }

    private void Count(IReadOnlyList<VerifiedTransaction> transactions)
    {
        foreach (VerifiedTransaction verified in transactions)
        {
            _live[verified.Transaction.WitnessId] = _live.GetValueOrDefault(verified.Transaction.WitnessId) + 1;
            _liveIds[verified.Transaction.Id] = _liveIds.GetValueOrDefault(verified.Transaction.Id) + 1;
        }
    }

    private void Discount(IReadOnlyList<VerifiedTransaction> transactions)
    {
        foreach (VerifiedTransaction verified in transactions)
        {
            Discount(_live, verified.Transaction.WitnessId);
            Discount(_liveIds, verified.Transaction.Id);
        }
    }

    private static void Discount<TId>(Dictionary<TId, int> counts, TId id)
        where TId : struct
    {
        int count = counts[id] - 1;
        if (count == 0)
        {
            counts.Remove(id);
        }
        else
        {
            counts[id] = count;
        }
    }
}
