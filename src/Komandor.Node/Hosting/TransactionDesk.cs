using System.Collections.Concurrent;
using Komandor.Indexer;
using Komandor.Ledger;
using Komandor.Node.Api;
using Komandor.Node.Runtime;
using Komandor.Primitives;
using Komandor.Replica;

namespace Komandor.Node.Hosting;

/// <summary>Keeps what clients of this node wait for: takes submissions to the member's pool, and follows each to its end.</summary>
/// <remarks>What waits is bounded by the pool; what ended is remembered for a bounded number.</remarks>
internal sealed class TransactionDesk : ITransactionIntake
{
    private const int Remembered = 100_000;
    private const int BusyRetryMs = 250;

    private readonly Func<VerifiedTransaction, CancellationToken, Task<PoolFault>> _submit;
    private readonly LedgerBlocks _finals;
    private readonly TransactionWaiters _waiters;
    private readonly FinalityStatistics _statistics;
    private readonly NodeMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<TransactionId, Waiting> _waiting = new();
    private readonly ConcurrentDictionary<ulong, IReadOnlyList<Receipt>> _executed = new();
    private readonly RecentTransactions<bool> _expired = new(Remembered);
    private readonly RecentTransactions<int> _finality = new(Remembered);
    private ulong _finalHeight;

    internal TransactionDesk(
        MemberRuntime member, LedgerBlocks finals, ulong finalHeight, TransactionWaiters waiters, FinalityStatistics statistics,
        NodeMetrics metrics, TimeProvider time)
        : this(member.SubmitAsync, finals, finalHeight, waiters, statistics, metrics, time)
    {
        member.BlockExecuted += (header, receipts) => _executed[header.Height] = receipts;
        member.BlockBecameFinal += OnFinal;
        member.TransactionExpired += OnExpired;
    }

    internal TransactionDesk(
        Func<VerifiedTransaction, CancellationToken, Task<PoolFault>> submit, LedgerBlocks finals, ulong finalHeight, TransactionWaiters waiters,
        FinalityStatistics statistics, NodeMetrics metrics, TimeProvider time)
    {
        _submit = submit;
        _finals = finals;
        _finalHeight = finalHeight;
        _waiters = waiters;
        _statistics = statistics;
        _metrics = metrics;
        _time = time;
    }

    /// <inheritdoc/>
    public async Task<IntakeOutcome> SubmitAsync(VerifiedTransaction transaction, CancellationToken cancellationToken)
    {
        PoolFault fault = await DecideAsync(transaction).WaitAsync(cancellationToken);
        return fault switch
        {
            PoolFault.None => IntakeOutcome.Accepted,
            PoolFault.Busy or PoolFault.NotReady => IntakeOutcome.Busy(BusyRetryMs),
            PoolFault.ObjectInUse or PoolFault.Expired => IntakeOutcome.Refused(fault.ToString()),
            _ => throw new InvariantViolationException($"The pool answered {fault}."),
        };
    }

    // Not cancelled when the client goes: what the pool refuses is forgotten, whether or not somebody still waits for the answer.
    private async Task<PoolFault> DecideAsync(VerifiedTransaction transaction)
    {
        TransactionId id = transaction.Transaction.Id;
        bool isNew = _waiting.TryAdd(id, new Waiting(transaction.Transaction, _time.GetTimestamp()));
        PoolFault fault = await _submit(transaction, CancellationToken.None);
        if (fault != PoolFault.None && isNew)
        {
            _waiting.TryRemove(id, out _);
        }

        return fault;
    }

    /// <inheritdoc/>
    public Transaction? Pending(TransactionId id) => _waiting.TryGetValue(id, out Waiting waiting) ? waiting.Transaction : null;

    /// <inheritdoc/>
    public bool HasExpired(TransactionId id) => _expired.TryGet(id, out _);

    /// <inheritdoc/>
    public int? FinalityMs(TransactionId id) => _finality.TryGet(id, out int finalityMs) ? finalityMs : null;

    /// <summary>A block can be read from the index: whoever waited for its transactions is answered.</summary>
    internal void OnIndexed(IndexedBlock block)
    {
        foreach (IndexedTransaction transaction in block.Transactions)
        {
            End(transaction.Id);
        }

        foreach (IndexedRejection rejection in block.Rejections)
        {
            End(rejection.Id);
        }
    }

    private void End(TransactionId id)
    {
        _waiting.TryRemove(id, out _);
        _waiters.Decide(id);
    }

    private void OnFinal(BlockHeader header)
    {
        int blockMs = (int)Math.Clamp((Timestamp.From(_time.GetUtcNow()).UnixMicroseconds - header.Timestamp.UnixMicroseconds) / Timestamp.PerMillisecond, 0, int.MaxValue);

        // A certificate makes all blocks before it final too.
        for (ulong height = _finalHeight + 1; height <= header.Height; height++)
        {
            _finals.RecordFinality(height, blockMs);
            if (_executed.TryRemove(height, out IReadOnlyList<Receipt>? receipts))
            {
                Count(receipts);
            }
        }

        _finalHeight = Math.Max(_finalHeight, header.Height);
    }

    private void Count(IReadOnlyList<Receipt> receipts)
    {
        int executed = 0;
        foreach (Receipt receipt in receipts)
        {
            executed += receipt.Executed ? 1 : 0;
            if (receipt.Executed && _waiting.TryGetValue(receipt.TransactionId, out Waiting waiting))
            {
                TimeSpan finality = _time.GetElapsedTime(waiting.Since);
                _finality.Add(receipt.TransactionId, (int)finality.TotalMilliseconds);
                _statistics.RecordFinality((int)finality.TotalMilliseconds);
                _metrics.RecordFinality(finality);
            }
        }

        _statistics.RecordExecuted(executed);
        _metrics.CountFinal(executed, receipts.Count - executed);
    }

    private void OnExpired(TransactionId id)
    {
        _expired.Add(id, true);
        _metrics.CountExpired(1);
        End(id);
    }

    private readonly record struct Waiting(Transaction Transaction, long Since);
}
