using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Komandor.Primitives;
using Komandor.State.Compact;

namespace Komandor.State.Tags;

/// <summary>Writes a run's file, tag by tag, in ascending order.</summary>
internal sealed class TagRunWriter
{
    private const int BlocksPerWrite = 32;

    private readonly IStateFile _file;
    private readonly long _count;
    private readonly int _tagsPerMark;
    private readonly uint[] _marks;
    private readonly uint[] _checksums;
    private readonly Hash256[] _buffer = new Hash256[BlocksPerWrite * TagRunFormat.TagsPerBlock];
    private int _buffered;
    private long _written;

    /// <summary>Begins a run of <paramref name="count"/> tags in an empty file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="count">How many tags.</param>
    /// <param name="level">The run's level in the schedule.</param>
    internal TagRunWriter(IStateFile file, long count, int level)
    {
        _file = file;
        _count = count;
        _tagsPerMark = TagRunFormat.TagsPerMark(level);
        _marks = new uint[TagRunFormat.MarkCount(count, _tagsPerMark)];
        _checksums = new uint[TagRunFormat.BlockCount(count)];
    }

    /// <summary>The memory that its tables take.</summary>
    internal long MemorySizeBytes => (_marks.Length + _checksums.Length) * (long)sizeof(uint);

    /// <summary>Adds the next tag.</summary>
    internal void Add(in Hash256 tag)
    {
        if (_buffered == _buffer.Length)
        {
            WriteBuffer();
        }

        _buffer[_buffered++] = tag;
    }

    /// <summary>Writes the end. The file is not durable yet.</summary>
    internal TagRun Finish(string name)
    {
        WriteBuffer();
        Invariant.Require(_written == _count);
        ReadOnlySpan<byte> checksums = MemoryMarshal.AsBytes(_checksums.AsSpan());
        _file.Append(checksums);
        Span<byte> end = stackalloc byte[TagRunFormat.EndSizeBytes];
        BinaryPrimitives.WriteInt64LittleEndian(end, _count);
        BinaryPrimitives.WriteUInt32LittleEndian(end[8..], Checksum.Of(checksums, (ulong)_count));
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], Checksum.Of(end[..12], 0));
        _file.Append(end);
        return new TagRun(_file, name, _count, _tagsPerMark, _marks, _checksums);
    }

    private void WriteBuffer()
    {
        ReadOnlySpan<Hash256> tags = _buffer.AsSpan(0, _buffered);
        for (int start = 0; start < tags.Length; start += TagRunFormat.TagsPerBlock)
        {
            ReadOnlySpan<Hash256> block = tags.Slice(start, Math.Min(TagRunFormat.TagsPerBlock, tags.Length - start));
            long index = (_written + start) / TagRunFormat.TagsPerBlock;
            _checksums[index] = Checksum.Of(MemoryMarshal.AsBytes(block), (ulong)index);
            for (int tag = 0; tag < block.Length; tag += _tagsPerMark)
            {
                _marks[(_written + start + tag) / _tagsPerMark] = (uint)(TagRange.Word(block[tag]) >> 32);
            }
        }

        _file.Append(MemoryMarshal.AsBytes(tags));
        _written += tags.Length;
        _buffered = 0;
    }
}
