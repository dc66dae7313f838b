namespace Komandor.State.Compact;

/// <summary>The records of one segment, found and checked apart from those of all others, so that segments can be read side by side.</summary>
internal sealed class SegmentReading
{
    private readonly List<LogItem> _items = [];

    /// <summary>The records that are whole, in their order.</summary>
    internal List<LogItem> Items => _items;

    /// <summary>The segment's bytes, at least.</summary>
    internal byte[] Buffer { get; set; } = [];

    /// <summary>Why reading ended before the segment's end; null when it did not.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Reads <paramref name="segment"/> from <paramref name="offset"/> on, into the buffer, or a longer one.</summary>
    internal void Read(Segment segment, int offset)
    {
        _items.Clear();
        Problem = null;
        int sizeBytes = (int)segment.File.SizeBytes;
        if (Buffer.Length < sizeBytes)
        {
            Buffer = new byte[sizeBytes];
        }

        if (segment.File.Read(0, Buffer.AsSpan(0, sizeBytes)) != sizeBytes)
        {
            Problem = $"{segment.Name} cannot be read to its end";
            return;
        }

        while (offset < sizeBytes)
        {
            ReadOnlySpan<byte> rest = Buffer.AsSpan(offset, sizeBytes - offset);
            ulong place = Place.Of(segment.Sequence, offset);
            if (!Record.TryReadHead(rest, out Record record) || !record.IsWhole(rest, place))
            {
                Problem = $"{segment.Name} cannot be read from byte {offset} on, of {sizeBytes}";
                return;
            }

            _items.Add(new LogItem(record, Buffer, offset, place));
            offset += record.SizeBytes;
        }
    }
}
