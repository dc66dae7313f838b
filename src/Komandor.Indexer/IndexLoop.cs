using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Komandor.Indexer;

/// <summary>Follows the block store: one task, which reads what is new and applies it in batches.</summary>
/// <remarks>The queue to it holds a single sign that there is something new, so whoever signs never waits and nothing piles up.</remarks>
/// <param name="index">The index; this loop is its only writer.</param>
/// <param name="blocks">The block store.</param>
/// <param name="applied">Told of each block after it can be read from the index; must return at once.</param>
public sealed class IndexLoop(BlockIndex index, IFinalBlocks blocks, Action<IndexedBlock> applied)
{
    /// <summary>A batch ends at this many transactions, so that readers see new blocks soon.</summary>
    private const int MostTransactionsPerBatch = 8192;

    private const int MostBlocksPerBatch = 1024;

    private readonly Channel<bool> _signs =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Says that there may be a new final block. From any thread; never waits.</summary>
    public void Notify() => _signs.Writer.TryWrite(true);

    /// <summary>Follows until cancelled.</summary>
    /// <exception cref="SqliteException">The index's disk failed, or is full.</exception>
    /// <exception cref="IOException">The index is damaged; the message says what to do.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException exception) when (IndexSchema.IsDamage(exception))
        {
            throw new IOException(
                $"The read models in index.sqlite are damaged ({exception.Message}). Stop the node and delete that file: it is built anew from the blocks.", exception);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (!cancellationToken.IsCancellationRequested && CatchUp())
            {
            }

            await _signs.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Applies one batch; false when there was nothing new. For the loop, and for who has no loop.</summary>
    public bool CatchUp()
    {
        List<IndexedBlock> batch = [];
        int transactions = 0;
        while (transactions < MostTransactionsPerBatch && batch.Count < MostBlocksPerBatch
            && blocks.Read(index.NextHeight + (ulong)batch.Count) is IndexedBlock block)
        {
            batch.Add(block);
            transactions += block.Transactions.Count;
        }

        if (batch.Count == 0)
        {
            return false;
        }

        index.Apply(batch);
        foreach (IndexedBlock block in batch)
        {
            applied(block);
        }

        return true;
    }
}
