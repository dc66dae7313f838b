using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Indexer;
using Komandor.Ledger;
using Komandor.Node.Storage;
using Komandor.Replica.Indexes;

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
    Func<ulong, LedgerSnapshot?> StateAt,
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
    private const ulong SearchedBlocks = 64;

    /// <summary>The state's own index by lock; null where none is kept.</summary>
    public ObjectIndex? Objects { get; init; }

    /// <summary>The newest block with a certificate of its own and the state after it: a block may be final through the certificate of a later one, and a proof needs the former.</summary>
    /// <exception cref="ApiException">There is none now.</exception>
    internal (LedgerSnapshot State, CertifiedHeaderBytes Header) NewestCertified()
    {
        ulong newest = Index.LatestHeight() ?? 0;
        for (ulong back = 0; back <= Math.Min(newest, SearchedBlocks); back++)
        {
            if (Archive.Header(newest - back) is CertifiedHeaderBytes header && StateAt(newest - back) is LedgerSnapshot state)
            {
                return (state, header);
            }
        }

        throw new ApiException(ApiErrorCode.NotReady, "No certified state can be proved from now. Try again.", retryAfterMs: 500);
    }
}
