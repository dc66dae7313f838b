using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Reads entries by their places. Each thread needs one of its own, or a lock.</summary>
internal sealed class EntryReader(Log log)
{
    // Most records are shorter, so one read brings them whole.
    private const int FirstReadSizeBytes = 192;

    private byte[] _bytes = new byte[1 << 10];
    private Record _record;

    /// <summary>The key of the entry read last.</summary>
    internal Hash256 Key => new(_bytes.AsSpan(_record.ContentStart, Hash256.SizeBytes));

    /// <summary>The value of the entry read last.</summary>
    internal ReadOnlySpan<byte> Value => _bytes.AsSpan(_record.ContentStart + Hash256.SizeBytes, _record.ValueSizeBytes);

    /// <summary>The length of the record read last.</summary>
    internal int RecordSizeBytes => _record.SizeBytes;

    /// <summary>Reads an entry that is known to be there.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    internal void Read(ulong place)
    {
        if (!TryRead(place))
        {
            throw new InvalidDataException($"The state's log is damaged: the segment of the entry at {place & Place.Mask:x} is missing.");
        }
    }

    /// <summary>Reads an entry.</summary>
    /// <returns>Whether its segment is still there: a reader beside the writer may have to look the place up again.</returns>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    internal bool TryRead(ulong place)
    {
        // An entry of a shelf has its key's fragment above the place.
        place &= Place.Mask;
        SegmentList segments = log.Segments;
        ulong sequence = Place.Sequence(place, segments.First);
        if (segments.Find(sequence) is not Segment segment)
        {
            return false;
        }

        int offset = Place.Offset(place);
        int count = segment.File.Read(offset, _bytes.AsSpan(0, FirstReadSizeBytes));
        if (Record.TryReadHead(_bytes.AsSpan(0, count), out _record) && _record.SizeBytes > count)
        {
            if (_record.SizeBytes > _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Max(_record.SizeBytes, 2 * _bytes.Length));
            }

            count = segment.File.Read(offset, _bytes.AsSpan(0, _record.SizeBytes));
        }

        if (_record.IsEntry && _record.IsWhole(_bytes.AsSpan(0, count), place))
        {
            return true;
        }

        // A segment that was dropped meanwhile reads as empty.
        return log.Segments.Find(sequence) != segment ? false
            : throw new InvalidDataException($"The state's log is damaged: {segment.Name} at byte {offset}, an entry that cannot be read.");
    }
}
