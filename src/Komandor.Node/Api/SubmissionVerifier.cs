using System.Threading.Channels;
using Komandor.Ledger;

namespace Komandor.Node.Api;

/// <summary>Verifies submissions in batches, because many signatures together cost less than each alone.</summary>
/// <remarks>One batch is verified at a time, its proofs on all cores: what comes meanwhile makes the next one larger, where several workers would each get
/// a part of it. At most a full batch is taken, after at most <see cref="TickMs"/> of gathering. The queue is bounded: when it is full the caller is told to
/// come back, and nothing piles up.</remarks>
public sealed class SubmissionVerifier
{
    /// <summary>The longest gathering of one batch in milliseconds.</summary>
    public const int TickMs = 2;

    private const int FullBatch = 256;

    private readonly TransactionVerifier _verifier;
    private readonly Func<IReadOnlyList<Transaction>, LedgerFault[]>? _foresee;
    private readonly Channel<Submission> _queue;

    /// <summary>A verifier that works once <see cref="RunAsync"/> runs.</summary>
    /// <param name="verifier">The rules.</param>
    /// <param name="maximumWaiting">The most submissions that wait.</param>
    /// <param name="foresee">Judges the private parts of a batch against the newest state; null leaves that to execution.</param>
    public SubmissionVerifier(TransactionVerifier verifier, int maximumWaiting, Func<IReadOnlyList<Transaction>, LedgerFault[]>? foresee = null)
    {
        _verifier = verifier;
        _foresee = foresee;
        _queue = Channel.CreateBounded<Submission>(new BoundedChannelOptions(maximumWaiting) { FullMode = BoundedChannelFullMode.Wait });
    }

    /// <summary>Verifies one transaction; null when the queue is full.</summary>
    /// <returns>The verdict: a verified transaction, or the rule that it breaks.</returns>
    public Task<(VerifiedTransaction? Verified, LedgerFault Fault)>? TryVerify(Transaction transaction)
    {
        Submission submission = new(transaction);
        return _queue.Writer.TryWrite(submission) ? submission.Verdict.Task : null;
    }

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.Run(() => WorkAsync(cancellationToken), cancellationToken);

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        List<Submission> batch = new(FullBatch);
        while (await _queue.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            Take(batch);
            if (batch.Count < FullBatch && (batch.Count > 1 || batch[0].Transaction.Body.Bundle is not null))
            {
                // Others come at the same time: a moment more fills the batch. A lone transparent submission does not wait; a private one does, since
                // proofs cost three times as much alone as among others.
                await Task.Delay(TickMs, cancellationToken).ConfigureAwait(false);
                Take(batch);
            }

            Verify(batch);
            batch.Clear();
        }
    }

    private void Take(List<Submission> batch)
    {
        while (batch.Count < FullBatch && _queue.Reader.TryRead(out Submission? next))
        {
            batch.Add(next);
        }
    }

    private void Verify(List<Submission> batch)
    {
        Transaction[] transactions = [.. batch.Select(submission => submission.Transaction)];
        VerifiedTransaction?[] verified = new VerifiedTransaction?[transactions.Length];
        LedgerFault[] faults = new LedgerFault[transactions.Length];
        _verifier.VerifyBatch(transactions, verified, faults);
        Foresee(transactions, verified, faults);
        for (int index = 0; index < transactions.Length; index++)
        {
            batch[index].Verdict.TrySetResult((verified[index], faults[index]));
        }
    }

    // What the rules without state refuse costs no proof's verification.
    private void Foresee(Transaction[] transactions, VerifiedTransaction?[] verified, LedgerFault[] faults)
    {
        int[] places = [.. Enumerable.Range(0, transactions.Length).Where(index => verified[index] is not null && _foresee is not null)];
        LedgerFault[] verdicts = places.Length == 0 ? [] : _foresee!([.. places.Select(place => transactions[place])]);
        for (int index = 0; index < places.Length; index++)
        {
            if (verdicts[index] != LedgerFault.None)
            {
                verified[places[index]] = null;
                faults[places[index]] = verdicts[index];
            }
        }
    }

    private sealed class Submission(Transaction transaction)
    {
        internal Transaction Transaction { get; } = transaction;

        internal TaskCompletionSource<(VerifiedTransaction? Verified, LedgerFault Fault)> Verdict { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
