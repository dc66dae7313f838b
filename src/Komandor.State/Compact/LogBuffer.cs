using System.Buffers.Binary;
using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Records that wait to be appended, and the places that they will have.</summary>
internal sealed class LogBuffer(int segmentSizeBytes)
{
    private readonly List<int> _cuts = [];
    private int _lastSizeBytes;
    private byte[] _bytes = new byte[1 << 12];
    private int _count;

    /// <summary>Where the next record will stand, unless a segment ends before it.</summary>
    internal LogPosition End { get; private set; }

    /// <summary>The size of the record added last.</summary>
    internal int LastSizeBytes => _lastSizeBytes;

    /// <summary>The bytes that wait.</summary>
    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    /// <summary>Where among them new segments begin.</summary>
    internal IReadOnlyList<int> Cuts => _cuts;

    /// <summary>Starts over behind <paramref name="end"/>, the log's end.</summary>
    internal void Begin(LogPosition end)
    {
        End = end;
        _count = 0;
        _cuts.Clear();
    }

    /// <summary>Adds an entry or a deletion.</summary>
    /// <returns>Its place.</returns>
    internal ulong Add(RecordKind kind, bool endsBucket, int ordinal, in Hash256 key, ReadOnlySpan<byte> value)
    {
        int start = Start(Hash256.SizeBytes + value.Length);
        int at = start + Record.WriteHead(_bytes.AsSpan(start), kind, endsBucket, ordinal, Hash256.SizeBytes + value.Length);
        key.CopyTo(_bytes.AsSpan(at));
        value.CopyTo(_bytes.AsSpan(at + Hash256.SizeBytes));
        return Finish(start, at + Hash256.SizeBytes + value.Length);
    }

    /// <summary>Adds a record of another kind.</summary>
    internal void Add(RecordKind kind, ReadOnlySpan<byte> content)
    {
        int start = Start(content.Length);
        int at = start + Record.WriteHead(_bytes.AsSpan(start), kind, endsBucket: false, 0, content.Length);
        content.CopyTo(_bytes.AsSpan(at));
        Finish(start, at + content.Length);
    }

    private int Start(int contentSizeBytes)
    {
        Invariant.Require(contentSizeBytes < Record.MaximumContentSizeBytes);
        if (End.Offset >= segmentSizeBytes)
        {
            _cuts.Add(_count);
            End = new LogPosition(End.Sequence + 1, SegmentHeader.SizeBytes);
        }

        int needed = _count + Record.MaximumHeadSizeBytes + contentSizeBytes + Checksum.SizeBytes;
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(needed, 2 * _bytes.Length));
        }

        return _count;
    }

    private ulong Finish(int start, int end)
    {
        ulong place = Place.Of(End.Sequence, End.Offset);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(end), Checksum.Of(_bytes.AsSpan(start, end - start), place));
        _count = end + Checksum.SizeBytes;
        _lastSizeBytes = _count - start;
        End = End with { Offset = End.Offset + _count - start };
        return place;
    }
}
