namespace Komandor.State.Compact;

/// <summary>Reads the newest part of a log, commit by commit.</summary>
internal sealed class LogReplay(Log log, ReplayStart start)
{
    private readonly List<LogItem> _items = [];
    private readonly CommitReplay _commits = new(start);

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
        foreach (Segment segment in log.Segments.Items)
        {
            if (segment.Sequence >= start.Position.Sequence && !TryRead(segment, version))
            {
                return;
            }
        }
    }

    private bool TryRead(Segment segment, ulong? version)
    {
        byte[] bytes = new byte[segment.File.SizeBytes];
        if (segment.File.Read(0, bytes) != bytes.Length)
        {
            throw new InvalidDataException($"The state's log is damaged: {segment.Name} cannot be read to its end.");
        }

        int offset = segment.Sequence == start.Position.Sequence ? start.Position.Offset : SegmentHeader.SizeBytes;
        while (offset < bytes.Length)
        {
            ReadOnlySpan<byte> rest = bytes.AsSpan(offset);
            ulong place = Place.Of(segment.Sequence, offset);
            if (!Record.TryReadHead(rest, out Record record) || !record.IsWhole(rest, place))
            {
                Problem = $"{segment.Name} cannot be read from byte {offset} on, of {bytes.Length}";
                return false;
            }

            LogItem item = new(record, bytes, offset, place);
            offset += record.SizeBytes;
            if (record.Kind != RecordKind.Commit)
            {
                _items.Add(item);
            }
            else if (!TryCommit(item, new LogPosition(segment.Sequence, offset), version))
            {
                return false;
            }
        }

        return true;
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
