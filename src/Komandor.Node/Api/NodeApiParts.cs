using Komandor.Indexer;
using Komandor.Node.Storage;
using Komandor.Replica.Indexes;
using Komandor.State;

namespace Komandor.Node.Api;

/// <summary>What <see cref="NodeApi"/> is made of.</summary>
/// <param name="Facts">The chain.</param>
/// <param name="Index">The read models.</param>
/// <param name="Archive">The bytes of final blocks.</param>
/// <param name="StateAt">The state after the block of a height; null when it is pruned or not there.</param>
/// <param name="Intake">The pool.</param>
/// <param name="Verifier">Verifies submissions.</param>
/// <param name="Waiters">Callers that wait for transactions; the index's loop wakes them.</param>
/// <param name="Feed">Final blocks.</param>
/// <param name="Observer">Consensus.</param>
/// <param name="Readiness">Whether the node serves.</param>
/// <param name="Statistics">Finality and throughput.</param>
/// <param name="Disk">The disk.</param>
/// <param name="Metrics">The counters.</param>
/// <param name="DatabaseSizeBytes">Reads what the node keeps on disk, in bytes.</param>
public sealed record NodeApiParts(
    ChainFacts Facts,
    IndexReader Index,
    BlockArchive Archive,
    Func<ulong, IStateReader?> StateAt,
    ITransactionIntake Intake,
    SubmissionVerifier Verifier,
    TransactionWaiters Waiters,
    FinalBlockFeed Feed,
    INodeObserver Observer,
    IReadinessSource Readiness,
    FinalityStatistics Statistics,
    DiskSpace Disk,
    NodeMetrics Metrics,
    Func<long> DatabaseSizeBytes)
{
    /// <summary>The state's own index by lock; null where none is kept.</summary>
    public ObjectIndex? Objects { get; init; }
}
