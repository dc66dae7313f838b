using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Reads the newest part of a log, commit by commit.</summary>
internal sealed class LogReplay(Log log, ReplayStart start, IForkJoin forkJoin)
{
    private readonly List<LogItem> _items = [];
    private readonly Queue<byte[]> _held = [];
    private readonly Stack<byte[]> _free = [];
    private readonly CommitReplay _commits = new(start, forkJoin);

    /// <summary>The index.</summary>
    internal ShelfTable Table => _commits.Table;

    /// <summary>What the last commit says.</summary>
    internal CommitState State => _commits.State;

    /// <summary>What leads back.</summary>
    internal UndoWindow Window => _commits.Window;

    /// <summary>Where images stand.</summary>
    internal Coverage Coverage { get; } = new();

    /// <summary>Whether images of everything were read.</summary>
    internal bool IsKnown => _commits.IsKnown;

    /// <summary>The first version at which everything was known.</summary>
    internal ulong Known => _commits.Known;

    /// <summary>Behind the last commit that was taken.</summary>
    internal LogPosition End { get; private set; } = start.Position;

    /// <summary>Why reading ended where it did.</summary>
    internal string Problem { get; private set; } = "nothing follows";

    /// <summary>Reads to the end, or to the commit of <paramref name="version"/>.</summary>
    internal void Run(ulong? version)
    {
        Segment[] segments = [.. log.Segments.Items.Where(segment => segment.Sequence >= start.Position.Sequence)];
        SegmentReading[] readings = [.. Enumerable.Range(0, forkJoin.Parallelism).Select(_ => new SegmentReading())];
        for (int first = 0; first < segments.Length; first += readings.Length)
        {
            int count = Math.Min(readings.Length, segments.Length - first);
            int from = first;
            forkJoin.Run(count, index => readings[index].Read(segments[from + index], from + index == 0 ? start.Position.Offset : SegmentHeader.SizeBytes));
            for (int index = 0; index < count; index++)
            {
                if (!TryTake(segments[first + index].Sequence, readings[index], version))
                {
                    return;
                }
            }

            Recycle(readings);
        }
    }

    /// <summary>Keeps the bytes of segments at which a commit that goes on in the next ones still looks, and gives those before to other segments.</summary>
    private void Recycle(SegmentReading[] readings)
    {
        foreach (SegmentReading reading in readings)
        {
            _held.Enqueue(reading.Buffer);
        }

        while (_held.TryPeek(out byte[]? buffer) && (_items.Count == 0 || _items[0].Segment != buffer))
        {
            _free.Push(_held.Dequeue());
        }

        foreach (SegmentReading reading in readings)
        {
            reading.Buffer = _free.TryPop(out byte[]? buffer) ? buffer : [];
        }
    }

    private bool TryTake(ulong sequence, SegmentReading reading, ulong? version)
    {
        foreach (ref readonly LogItem item in CollectionsMarshal.AsSpan(reading.Items))
        {
            if (item.Record.Kind != RecordKind.Commit)
            {
                _items.Add(item);
            }
            else if (!TryCommit(item, new LogPosition(sequence, item.Offset + item.Record.SizeBytes), version))
            {
                return false;
            }
        }

        Problem = reading.Problem ?? Problem;
        return reading.Problem is null;
    }

    private bool TryCommit(in LogItem item, LogPosition end, ulong? version)
    {
        CommitState state = CommitState.Read(item.Content);
        if (state.Version > version)
        {
            Problem = "later commits are not wanted";
            return false;
        }

        Coverage.Mark(State.Version, _commits.Covered, End);
        _commits.Take(_items, state);
        _items.Clear();
        End = end;
        return true;
    }
}
