using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>Judges private transactions against a state: all of their rules for a member's pool, and their proofs for a block. Safe from many threads.</summary>
/// <remarks>Verdicts on proofs are kept (<see cref="ProofCache"/>): what was judged when it came in is not judged again when it executes.</remarks>
public sealed class PrivateVerifier : IPrivateProofs
{
    // Below this a worker's batch shares too little to be worth it.
    private const int MinimumShare = 8;

    private readonly System.Threading.Lock _gate = new();
    private readonly Stack<ProofBench> _benches = [];
    private long _judged;

    /// <summary>A verifier with a cache of so many verdicts.</summary>
    public PrivateVerifier(int capacity = 1 << 16) => Cache = new ProofCache(capacity);

    /// <summary>The verdicts that are kept.</summary>
    public ProofCache Cache { get; }

    /// <summary>The cover sets that are kept.</summary>
    public CoverSets Sets { get; } = new();

    /// <summary>How many transactions' proofs were judged, rather than known.</summary>
    public long Judged => Interlocked.Read(ref _judged);

    /// <summary>Judges whether transactions could execute in the next block: rules N21 to N43, cheap ones first, for a member that is offered them.</summary>
    /// <param name="view">The newest state.</param>
    /// <param name="workPrice">The price of a unit of work.</param>
    /// <param name="now">The time.</param>
    /// <param name="roster">Those whose signatures an order needs.</param>
    /// <param name="transactions">With or without a private part; one without has no fault here.</param>
    /// <param name="forkJoin">Runs parts of the batch.</param>
    /// <returns>A verdict for each.</returns>
    public LedgerFault[] Foresee(
        PoolView view, ulong workPrice, Timestamp now, Roster roster, IReadOnlyList<Transaction> transactions, IForkJoin forkJoin)
    {
        LedgerFault[] faults = new LedgerFault[transactions.Count];
        for (int index = 0; index < faults.Length; index++)
        {
            faults[index] = transactions[index].Body switch
            {
                { Bundle: not null } => ForeseeCheaply(view, workPrice, now, transactions[index]),
                { Order: { } order } => ForeseeOrder(view, roster, order, transactions[index]),
                _ => LedgerFault.None,
            };
        }

        Verify(view, transactions, faults, forkJoin);
        return faults;
    }

    /// <inheritdoc/>
    public void Verify(PoolView view, IReadOnlyList<Transaction> transactions, LedgerFault[] faults, IForkJoin forkJoin)
    {
        List<ProofJob> jobs = Gather(view, transactions, faults, out List<(int Index, int First)> repeats);
        if (jobs.Count == 0)
        {
            return;
        }

        // Inputs over one set share most of their cost: together they go to one worker.
        ProofJob[] sorted = [.. jobs.OrderBy(job => job.Sets.Length == 0 ? Hash256.Zero : job.Sets[0].Newest.Value).ThenBy(job => job.Sets.Length == 0 ? 0 : job.Sets[0].Range.First)];
        int shares = Math.Clamp(sorted.Length / MinimumShare, 1, forkJoin.Parallelism);
        forkJoin.Run(shares, share =>
        {
            int start = (int)((long)sorted.Length * share / shares);
            int end = (int)((long)sorted.Length * (share + 1) / shares);
            ProofBench bench = Rent();
            bench.Judge(sorted.AsSpan(start, end - start), faults);
            Return(bench);
        });
        foreach (ProofJob job in sorted)
        {
            Cache.Add(job.Statement, faults[job.Index]);
        }

        foreach ((int index, int first) in repeats)
        {
            faults[index] = faults[first];
        }

        Interlocked.Add(ref _judged, sorted.Length);
    }

    private static LedgerFault ForeseeCheaply(PoolView view, ulong workPrice, Timestamp now, Transaction transaction)
    {
        TransactionBody body = transaction.Body;
        PrivateBundle bundle = body.Bundle!;
        if (body.Fee != (UInt128)transaction.Work * workPrice)
        {
            return LedgerFault.PrivateFee;
        }

        for (int input = 0; input < bundle.InputCount; input++)
        {
            if (view.IsSpent(bundle.Pool, bundle.TagOf(input)))
            {
                return LedgerFault.TagSpent;
            }
        }

        LedgerFault fault = PrivateRules.CheckReferences(view, bundle);
        return fault != LedgerFault.None ? fault : PrivateRules.CheckPool(view.Pool(bundle.Pool), body, now);
    }

    private static LedgerFault ForeseeOrder(PoolView view, Roster roster, PauseOrder order, Transaction transaction) =>
        view.Pool(order.Pool).Pauses != order.Pauses ? LedgerFault.OrderOutOfTurn
        : OrderSignatures.Hold(transaction, roster) ? LedgerFault.None
        : LedgerFault.OrderNotSigned;

    // What a block holds several times is judged once.
    private List<ProofJob> Gather(
        PoolView view, IReadOnlyList<Transaction> transactions, LedgerFault[] faults, out List<(int Index, int First)> repeats)
    {
        List<ProofJob> jobs = [];
        repeats = [];
        Dictionary<Hash256, int> firsts = [];
        for (int index = 0; index < transactions.Count; index++)
        {
            if (faults[index] != LedgerFault.None || transactions[index].Body.Bundle is null)
            {
                continue;
            }

            ProofJob job = ProofJob.Of(view, transactions[index], index);
            if (Cache.TryGet(job.Statement, out LedgerFault known))
            {
                faults[index] = known;
            }
            else if (firsts.TryAdd(job.Statement, index))
            {
                jobs.Add(job);
            }
            else
            {
                repeats.Add((index, firsts[job.Statement]));
            }
        }

        return jobs;
    }

    private ProofBench Rent()
    {
        lock (_gate)
        {
            return _benches.TryPop(out ProofBench? bench) ? bench : new ProofBench(Sets);
        }
    }

    private void Return(ProofBench bench)
    {
        lock (_gate)
        {
            _benches.Push(bench);
        }
    }
}
