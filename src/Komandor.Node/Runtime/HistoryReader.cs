using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Archive;
using Komandor.Replica.Effects;

namespace Komandor.Node.Runtime;

/// <summary>Old blocks that come out of pieces: who waits for them, and the segments that were rebuilt last. From any thread.</summary>
/// <remarks>docs/protocol/archive.md §4. Memory: segments of 32 MiB together, or one that is longer.</remarks>
/// <param name="ask">Asks the Archivist for a block; false when it does not run.</param>
internal sealed class HistoryReader(Func<ulong, bool> ask)
{
    private const long MaxSizeBytes = 32 << 20;

    private readonly System.Threading.Lock _gate = new();
    private readonly LinkedList<(Segment Segment, ReadOnlyMemory<byte>[] Blocks)> _rebuilt = [];
    private readonly Dictionary<ulong, TaskCompletionSource<HistoryLost?>> _waiting = [];
    private long _sizeBytes;

    /// <summary>The block at <paramref name="height"/> when its segment was rebuilt lately; else null.</summary>
    internal Block? Find(ulong height)
    {
        ReadOnlyMemory<byte> encoded;
        lock (_gate)
        {
            LinkedListNode<(Segment Segment, ReadOnlyMemory<byte>[] Blocks)>? node = NodeOf(height);
            if (node is null)
            {
                return null;
            }

            // What was read last goes last.
            _rebuilt.Remove(node);
            _rebuilt.AddFirst(node);
            encoded = node.Value.Blocks[(int)(height - node.Value.Segment.First)];
        }

        Invariant.Require(Block.TryDecode(encoded.Span, out Block? block, out _), "a rebuilt segment holds blocks");
        return block;
    }

    /// <summary>Has the segment of a block rebuilt. Callers that want one block wait together.</summary>
    /// <returns>Null once <see cref="Find"/> gives the block; else why it cannot be had now.</returns>
    internal async Task<HistoryLost?> FetchAsync(ulong height, CancellationToken cancellationToken) =>
        await Request(height).WaitAsync(cancellationToken);

    /// <summary>As <see cref="FetchAsync"/>, for who comes again later.</summary>
    internal Task<HistoryLost?> Request(ulong height)
    {
        TaskCompletionSource<HistoryLost?> waiting;
        lock (_gate)
        {
            if (NodeOf(height) is not null)
            {
                return Task.FromResult<HistoryLost?>(null);
            }

            if (_waiting.TryGetValue(height, out TaskCompletionSource<HistoryLost?>? asked))
            {
                return asked.Task;
            }

            waiting = new TaskCompletionSource<HistoryLost?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add(height, waiting);
        }

        if (!ask(height))
        {
            Miss(new HistoryLost(height, HistoryFault.Busy, 0, 0));
        }

        return waiting.Task;
    }

    /// <summary>Takes a segment, and forgets those that were read longest ago when there are too many.</summary>
    internal void Take(HistoryFound found)
    {
        ReadOnlyMemory<byte>[]? blocks = SegmentBlocks.TrySplit(found.Segment, found.Data);
        Invariant.Require(blocks is not null, "a segment that hashes to its root holds its blocks");
        List<TaskCompletionSource<HistoryLost?>> served = [];
        lock (_gate)
        {
            if (NodeOf(found.Segment.First) is null)
            {
                _rebuilt.AddFirst((found.Segment, blocks));
                _sizeBytes += found.Segment.SizeBytes;
            }

            while (_sizeBytes > MaxSizeBytes && _rebuilt.Count > 1)
            {
                _sizeBytes -= _rebuilt.Last!.Value.Segment.SizeBytes;
                _rebuilt.RemoveLast();
            }

            foreach (ulong height in _waiting.Keys.Where(height => height >= found.Segment.First && height <= found.Segment.Last).ToArray())
            {
                _waiting.Remove(height, out TaskCompletionSource<HistoryLost?>? waiting);
                served.Add(waiting!);
            }
        }

        served.ForEach(waiting => waiting.TrySetResult(null));
    }

    /// <summary>Tells who waits for a block that it cannot be had now.</summary>
    internal void Miss(HistoryLost lost)
    {
        TaskCompletionSource<HistoryLost?>? waiting;
        lock (_gate)
        {
            _waiting.Remove(lost.Height, out waiting);
        }

        waiting?.TrySetResult(lost);
    }

    /// <summary>The Archivist has ended with what it had under way.</summary>
    internal void MissAll()
    {
        ulong[] heights;
        lock (_gate)
        {
            heights = [.. _waiting.Keys];
        }

        foreach (ulong height in heights)
        {
            Miss(new HistoryLost(height, HistoryFault.Busy, 0, 0));
        }
    }

    private LinkedListNode<(Segment Segment, ReadOnlyMemory<byte>[] Blocks)>? NodeOf(ulong height)
    {
        for (LinkedListNode<(Segment Segment, ReadOnlyMemory<byte>[] Blocks)>? node = _rebuilt.First; node is not null; node = node.Next)
        {
            if (height >= node.Value.Segment.First && height <= node.Value.Segment.Last)
            {
                return node;
            }
        }

        return null;
    }
}
