using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Komandor.Primitives;
using Komandor.State.Compact;

namespace Komandor.State.Tags;

/// <summary>Writes a run's file, tag by tag, in ascending order.</summary>
internal sealed class TagRunWriter
{
    private const int BufferSizeBytes = 1 << 18;

    private readonly IStateFile _file;
    private readonly TagHash _hash;
    private readonly long _count;
    private readonly Hash256[] _block = new Hash256[TagRunFormat.TagsPerBlock];
    private readonly Hash256[] _level = new Hash256[TagRunFormat.PagesPerBlock];
    private readonly Hash256[] _nodes;
    private readonly ulong[] _firsts;
    private readonly TagFilter _filter;
    private readonly byte[] _buffer = new byte[BufferSizeBytes + TagRunFormat.BlockSizeBytes];
    private int _buffered;
    private int _inBlock;
    private int _blocks;

    /// <summary>Begins a run of <paramref name="count"/> tags in an empty file.</summary>
    internal TagRunWriter(IStateFile file, TagHash hash, long count)
    {
        _file = file;
        _hash = hash;
        _count = count;
        _nodes = new Hash256[TagRunFormat.BlockCount(count)];
        _firsts = new ulong[_nodes.Length];
        _filter = new TagFilter(count);
    }

    /// <summary>The memory that its tables take.</summary>
    internal long MemorySizeBytes => TagFilter.SizeBytes(_count) + (_nodes.Length * (long)(Hash256.SizeBytes + sizeof(ulong)));

    /// <summary>Adds the next tag.</summary>
    internal void Add(in Hash256 tag)
    {
        if (_inBlock == TagRunFormat.TagsPerBlock)
        {
            FinishBlock(tag);
        }

        _block[_inBlock++] = tag;
        _filter.Add(tag);
    }

    /// <summary>Writes the tables. The file is not durable yet.</summary>
    internal TagRun Finish(string name)
    {
        FinishBlock(null);
        Invariant.Require(_blocks == _nodes.Length);
        uint tables = 0;
        int count = _nodes.Length;
        tables = Append(MemoryMarshal.AsBytes(_nodes.AsSpan(0, count)), tables);
        while (count > 1)
        {
            count = _hash.FoldOnce(_nodes, count);
            tables = Append(MemoryMarshal.AsBytes(_nodes.AsSpan(0, count)), tables);
        }

        tables = Append(MemoryMarshal.AsBytes(_firsts.AsSpan()), tables);
        tables = Append(_filter.Bytes, tables);
        Span<byte> end = stackalloc byte[TagRunFormat.EndSizeBytes];
        BinaryPrimitives.WriteInt64LittleEndian(end, _count);
        _nodes[0].CopyTo(end[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(end[40..], tables);
        BinaryPrimitives.WriteUInt32LittleEndian(end[44..], Checksum.Of(end[..44], 0));
        _file.Append(end);
        return new TagRun(_file, name, new TagRunSummary(_count, _nodes[0]), _firsts, _filter);
    }

    private void FinishBlock(Hash256? next)
    {
        ReadOnlySpan<Hash256> tags = _block.AsSpan(0, _inBlock);
        _nodes[_blocks] = _hash.Top(tags, next, _level);
        _firsts[_blocks] = BinaryPrimitives.ReverseEndianness(tags[0].Prefix);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(tags);
        bytes.CopyTo(_buffer.AsSpan(_buffered));
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(_buffered + bytes.Length), Checksum.Of(bytes, (ulong)_blocks));
        _buffered += bytes.Length + Checksum.SizeBytes;
        _blocks++;
        _inBlock = 0;
        if (_buffered >= BufferSizeBytes || next is null)
        {
            _file.Append(_buffer.AsSpan(0, _buffered));
            _buffered = 0;
        }
    }

    private uint Append(ReadOnlySpan<byte> bytes, uint checksum)
    {
        _file.Append(bytes);
        return Checksum.Of(bytes, checksum);
    }
}
