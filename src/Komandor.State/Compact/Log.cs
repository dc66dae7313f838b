using System.Globalization;
using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>The segments of one state: records are appended at the end, read anywhere, and whole segments are dropped at the beginning.</summary>
/// <remarks>One thread appends. Reading and syncing are safe beside it.</remarks>
internal sealed class Log(IStateFiles files, string folder)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Segment> _unsynced = [];
    private readonly byte[] _header = new byte[SegmentHeader.SizeBytes];
    private volatile SegmentList _segments = SegmentList.Empty;
    private long _sizeBytes;
    private bool _areNamesUnsynced;

    /// <summary>The segments that are there.</summary>
    internal SegmentList Segments => _segments;

    /// <summary>Where the next record goes.</summary>
    internal LogPosition End { get; private set; } = new(0, int.MaxValue);

    /// <summary>The bytes of all segments.</summary>
    internal long SizeBytes => _sizeBytes;

    /// <summary>All bytes that this instance has appended.</summary>
    internal long AppendedBytes { get; private set; }

    /// <summary>The numbers of the segments of <paramref name="folder"/> that <paramref name="files"/> has, ascending.</summary>
    internal static List<ulong> Sequences(IStateFiles files, string folder)
    {
        List<ulong> sequences = [];
        foreach (string name in files.Names())
        {
            if (name.StartsWith(folder, StringComparison.Ordinal) && name.Length == folder.Length + 17 && name[folder.Length] == '-'
                && ulong.TryParse(name.AsSpan(folder.Length + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong sequence))
            {
                sequences.Add(sequence);
            }
        }

        sequences.Sort();
        return sequences;
    }

    /// <summary>The name of a segment's file.</summary>
    internal static string NameOf(string folder, ulong sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{folder}-{sequence:x16}");

    /// <summary>Takes on a segment that is there; they come in order.</summary>
    internal void Adopt(Segment segment)
    {
        _segments = _segments.With(segment);
        _sizeBytes += segment.File.SizeBytes;
        End = new LogPosition(segment.Sequence, (int)segment.File.SizeBytes);
        lock (_gate)
        {
            _unsynced.Add(segment);
        }
    }

    /// <summary>Drops all that stands at <paramref name="end"/> and after it.</summary>
    internal void Cut(LogPosition end)
    {
        SegmentList kept = _segments;

        // From the newest on: what a crash leaves has no gap.
        for (int index = kept.Items.Length - 1; index >= 0 && kept.Items[index].Sequence > end.Sequence; index--)
        {
            Remove(kept.Items[index]);
        }

        _segments = kept with { Items = kept.Items[..(int)(end.Sequence + 1 - kept.First)] };
        Segment last = _segments.Items[^1];
        if (last.File.SizeBytes > end.Offset)
        {
            _sizeBytes -= last.File.SizeBytes - end.Offset;
            last.File.Truncate(end.Offset);
        }

        End = end;
    }

    /// <summary>Appends what <paramref name="buffer"/> gathered since it began at <see cref="End"/>, and empties it.</summary>
    /// <param name="buffer">The records.</param>
    /// <param name="replay">For the headers of new segments.</param>
    internal void Append(LogBuffer buffer, ReplayStart replay)
    {
        int start = 0;
        foreach (int cut in buffer.Cuts)
        {
            Write(buffer.Written[start..cut]);
            Open(End.Sequence + 1, replay);
            start = cut;
        }

        Write(buffer.Written[start..]);
        Invariant.Require(End == buffer.End);
        buffer.Begin(End);
    }

    /// <summary>Makes all that was appended before this call durable.</summary>
    internal void Sync()
    {
        Segment[] unsynced;
        bool areNamesUnsynced;
        lock (_gate)
        {
            unsynced = [.. _unsynced];
            _unsynced.Clear();
            areNamesUnsynced = _areNamesUnsynced;
            _areNamesUnsynced = false;
        }

        Array.Sort(unsynced, static (left, right) => left.Sequence.CompareTo(right.Sequence));
        if (areNamesUnsynced)
        {
            files.SyncNames();
        }

        foreach (Segment segment in unsynced)
        {
            segment.File.Sync();
        }
    }

    /// <summary>Deletes the segments before <paramref name="first"/>.</summary>
    internal void DropBefore(ulong first)
    {
        SegmentList segments = _segments;
        _segments = segments.From(first);
        foreach (Segment segment in segments.Items)
        {
            if (segment.Sequence < first)
            {
                Remove(segment);
            }
        }
    }

    /// <summary>Closes the files.</summary>
    internal void Close()
    {
        foreach (Segment segment in _segments.Items)
        {
            segment.File.Dispose();
        }
    }

    private void Remove(Segment segment)
    {
        lock (_gate)
        {
            _unsynced.Remove(segment);
        }

        _sizeBytes -= segment.File.SizeBytes;
        segment.File.Dispose();
        files.Delete(segment.Name);
    }

    private void Open(ulong sequence, ReplayStart replay)
    {
        string name = NameOf(folder, sequence);
        Segment segment = new(sequence, name, files.Open(name), replay);
        new SegmentHeader(sequence, replay).Write(_header);
        segment.File.Append(_header);
        _segments = _segments.With(segment);
        _sizeBytes += _header.Length;
        AppendedBytes += _header.Length;
        End = new LogPosition(sequence, _header.Length);
        lock (_gate)
        {
            _unsynced.Add(segment);
            _areNamesUnsynced = true;
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        Segment last = _segments.Items[^1];
        last.File.Append(bytes);
        _sizeBytes += bytes.Length;
        AppendedBytes += bytes.Length;
        End = End with { Offset = End.Offset + bytes.Length };
        lock (_gate)
        {
            _unsynced.Add(last);
        }
    }
}
