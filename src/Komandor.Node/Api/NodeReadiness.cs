using Komandor.Indexer;
using Komandor.Node.Storage;

namespace Komandor.Node.Api;

/// <summary>The node's readiness: what consensus says, then the disk, then the read models.</summary>
/// <param name="observer">Consensus.</param>
/// <param name="disk">The disk.</param>
/// <param name="index">The read models.</param>
public sealed class NodeReadiness(INodeObserver observer, DiskSpace disk, IndexReader index) : IReadinessSource
{
    /// <summary>How many blocks the read models may lag.</summary>
    private const ulong AllowedLagBlocks = 128;

    /// <inheritdoc/>
    public Readiness Current()
    {
        NodeSnapshot snapshot = observer.Snapshot();
        if (!snapshot.Readiness.IsReady)
        {
            return snapshot.Readiness;
        }

        if (disk.IsLow)
        {
            return new Readiness(
                ReadinessReason.DiskLow,
                $"Only {disk.FreeSizeBytes >> 20} MiB are free where the data folder lies, below the limit of {disk.LowWaterSizeBytes >> 20} MiB. Free space; the node goes on by itself.");
        }

        ulong indexed = index.LatestHeight() ?? 0;
        return indexed + AllowedLagBlocks < snapshot.Height
            ? new Readiness(
                ReadinessReason.IndexBehind,
                "The read models follow the chain; answers are old until they have caught up.",
                $"{indexed} of {snapshot.Height} blocks",
                100.0 * indexed / snapshot.Height)
            : Readiness.Ready;
    }
}
