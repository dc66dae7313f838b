using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Moves the entries that are still there out of the oldest segments: docs/protocol/state.md §7.</summary>
internal sealed class Mover(ShelfTable table, Log log, LookAhead lookAhead, CompactStateSettings settings)
{
    // A commit looks through so many times the bytes that it adds, so that moving keeps up and no commit waits long.
    private const int WorkFactor = 4;
    private const int WorkSizeBytes = 64 << 10;

    private readonly List<(Shelf Shelf, int Index, ulong Entry)> _moved = [];
    private readonly ulong[] _prefixes = new ulong[LookAhead.Together];
    private byte[] _bytes = [];
    private int _sizeBytes;
    private ulong _sequence;

    /// <summary>The entries to move, by the last <see cref="Plan"/>: where each stands in the index, and what comes there.</summary>
    internal IReadOnlyList<(Shelf Shelf, int Index, ulong Entry)> Moved => _moved;

    /// <summary>By how much the moves lengthened the live records.</summary>
    internal long LiveBytesGrowth { get; private set; }

    /// <summary>Adds records of entries to move, and changes nothing.</summary>
    /// <param name="victim">Where to go on.</param>
    /// <param name="liveBytes">The bytes of all live records.</param>
    /// <param name="addedBytes">What the commit added so far.</param>
    /// <param name="records">Receives the records.</param>
    /// <returns>Where to go on the next time.</returns>
    internal LogPosition Plan(LogPosition victim, long liveBytes, long addedBytes, LogBuffer records)
    {
        _moved.Clear();
        LiveBytesGrowth = 0;
        long most = liveBytes * 1000 / settings.FullPermille;
        long held = HeldFrom(victim);
        LogPosition ahead = victim;
        for (long work = (WorkFactor * addedBytes) + WorkSizeBytes; work > 0 && held > most && victim.Sequence < log.End.Sequence;)
        {
            Load(victim.Sequence);
            if (victim.Offset >= _sizeBytes)
            {
                victim = new LogPosition(victim.Sequence + 1, SegmentHeader.SizeBytes);
                continue;
            }

            ahead = victim.CompareTo(ahead) >= 0 ? LookAheadFrom(victim) : ahead;
            ReadOnlySpan<byte> bytes = _bytes.AsSpan(victim.Offset, _sizeBytes - victim.Offset);
            ulong place = Place.Of(victim.Sequence, victim.Offset);
            if (!Record.TryReadHead(bytes, out Record record) || !record.IsWhole(bytes, place))
            {
                throw new InvalidDataException(
                    $"The state's log is damaged: {log.Segments.Find(victim.Sequence)!.Name} at byte {victim.Offset}, a record that cannot be read.");
            }

            if (record.IsEntry)
            {
                Move(bytes.Slice(record.ContentStart, record.ContentSizeBytes), record.SizeBytes, place, records);
            }

            victim = victim with { Offset = victim.Offset + record.SizeBytes };
            work -= record.SizeBytes;
            held -= record.SizeBytes;
        }

        return victim;
    }

    private void Move(ReadOnlySpan<byte> content, int sizeBytes, ulong place, LogBuffer records)
    {
        Hash256 key = new(content[..Hash256.SizeBytes]);
        ulong prefix = Shelf.PrefixOf(key);
        if (table.Find(prefix) is not Shelf shelf)
        {
            return;
        }

        int index = shelf.Find(Shelf.Entry(prefix, shelf.Depth, place));
        if (index < 0)
        {
            return;
        }

        int ordinal = index - shelf.FirstFrom(Shelf.Fragment(prefix, shelf.Depth));
        ulong newPlace = records.Add(RecordKind.Move, endsBucket: false, ordinal, key, content[Hash256.SizeBytes..]);
        _moved.Add((shelf, index, Shelf.Entry(prefix, shelf.Depth, newPlace)));
        LiveBytesGrowth += records.LastSizeBytes - sizeBytes;
    }

    /// <summary>Asks for the index of the entries that come next, up to where the result says. What cannot be read is told when its turn comes.</summary>
    private LogPosition LookAheadFrom(LogPosition position)
    {
        int count = 0;
        int offset = position.Offset;
        while (count < _prefixes.Length && Record.TryReadHead(_bytes.AsSpan(offset, _sizeBytes - offset), out Record record)
            && record.SizeBytes <= _sizeBytes - offset)
        {
            if (record.IsEntry)
            {
                _prefixes[count++] = Shelf.PrefixOf(new Hash256(_bytes.AsSpan(offset + record.ContentStart, Hash256.SizeBytes)));
            }

            offset += record.SizeBytes;
        }

        lookAhead.LookUp(_prefixes.AsSpan(0, count));
        return position with { Offset = Math.Max(offset, position.Offset + 1) };
    }

    private long HeldFrom(LogPosition victim)
    {
        long held = 0;
        foreach (Segment segment in log.Segments.Items)
        {
            held += segment.Sequence < victim.Sequence ? 0 : segment.File.SizeBytes;
        }

        return held - victim.Offset;
    }

    private void Load(ulong sequence)
    {
        if (_sequence == sequence)
        {
            return;
        }

        Segment segment = log.Segments.Find(sequence)!;
        _sizeBytes = (int)segment.File.SizeBytes;
        _bytes = _sizeBytes <= _bytes.Length ? _bytes : new byte[_sizeBytes];
        if (segment.File.Read(0, _bytes.AsSpan(0, _sizeBytes)) != _sizeBytes)
        {
            throw new InvalidDataException($"The state's log is damaged: {segment.Name} is shorter than it was.");
        }

        _sequence = sequence;
    }
}
