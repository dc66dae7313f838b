using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Komandor.Primitives;
using Komandor.State.Compact;

namespace Komandor.State.Tags;

/// <summary>A run: tags in ascending order in a file that never changes. Memory holds its filter and the first eight bytes of each block.</summary>
/// <remarks>Safe to read from many threads.</remarks>
internal sealed class TagRun(IStateFile file, string name, TagRunSummary summary, ulong[] firsts, TagFilter filter)
{
    /// <summary>What the root binds of it.</summary>
    internal TagRunSummary Summary => summary;

    /// <summary>The file's name.</summary>
    internal string Name => name;

    /// <summary>The memory that it takes.</summary>
    internal long MemorySizeBytes => TagFilter.SizeBytes(summary.Count) + (firsts.Length * (long)sizeof(ulong));

    /// <summary>Opens a run.</summary>
    /// <returns>Null when the file is not whole: its writing did not end, or it was damaged.</returns>
    internal static TagRun? TryOpen(IStateFile file, string name)
    {
        Span<byte> end = stackalloc byte[TagRunFormat.EndSizeBytes];
        if (file.SizeBytes < end.Length || file.Read(file.SizeBytes - end.Length, end) != end.Length
            || BinaryPrimitives.ReadUInt32LittleEndian(end[44..]) != Checksum.Of(end[..44], 0))
        {
            return null;
        }

        long count = BinaryPrimitives.ReadInt64LittleEndian(end);
        if (count <= 0 || count > file.SizeBytes / Hash256.SizeBytes || file.SizeBytes != TagRunFormat.FileSizeBytes(count))
        {
            return null;
        }

        ulong[] firsts = new ulong[TagRunFormat.BlockCount(count)];
        TagFilter filter = new(count);
        return ReadTables(file, count, firsts, filter) == BinaryPrimitives.ReadUInt32LittleEndian(end[40..])
            ? new TagRun(file, name, new TagRunSummary(count, new Hash256(end.Slice(8, Hash256.SizeBytes))), firsts, filter)
            : null;
    }

    /// <summary>Makes it durable.</summary>
    internal void Sync() => file.Sync();

    /// <summary>Closes its file.</summary>
    internal void Close() => file.Dispose();

    /// <summary>Whether the tag is in it.</summary>
    internal bool Contains(in Hash256 tag, Hash256[] block)
    {
        if (!filter.MayContain(tag))
        {
            return false;
        }

        (long index, int count) = Find(tag, block);
        return index >= 0 && block.AsSpan(0, count).BinarySearch(tag) >= 0;
    }

    /// <summary>Reads the block in which the tag would stand: the last one whose first tag is not greater, or the first.</summary>
    /// <returns>The block's index and number of tags.</returns>
    internal (long Index, int Count) Find(in Hash256 tag, Hash256[] block)
    {
        ulong word = BinaryPrimitives.ReverseEndianness(tag.Prefix);
        int index = UpperBound(word) - 1;
        if (index < 0)
        {
            return (0, ReadBlock(0, block));
        }

        int count = ReadBlock(index, block);

        // Only where blocks begin with the same eight bytes as the tag can an earlier one be meant.
        while (index > 0 && block[0].CompareTo(tag) > 0)
        {
            count = ReadBlock(--index, block);
        }

        return (index, count);
    }

    /// <summary>Reads a block.</summary>
    /// <returns>Its number of tags.</returns>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal int ReadBlock(long index, Hash256[] block)
    {
        int count = (int)Math.Min(TagRunFormat.TagsPerBlock, summary.Count - (index * TagRunFormat.TagsPerBlock));
        Span<byte> bytes = MemoryMarshal.AsBytes(block.AsSpan(0, count));
        Span<byte> checksum = stackalloc byte[Checksum.SizeBytes];
        long offset = index * TagRunFormat.BlockSizeBytes;
        return file.Read(offset, bytes) == bytes.Length && file.Read(offset + bytes.Length, checksum) == checksum.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(checksum) == Checksum.Of(bytes, (ulong)index)
            ? count
            : throw new InvalidDataException($"The file {name} of the tag set is damaged from byte {offset} to {offset + bytes.Length + checksum.Length}.");
    }

    /// <summary>Reads a node above the blocks.</summary>
    internal Hash256 ReadNode(long index)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        file.Read(TagRunFormat.TablesOffset(summary.Count) + (index * Hash256.SizeBytes), bytes);
        return new Hash256(bytes);
    }

    private static uint ReadTables(IStateFile file, long count, ulong[] firsts, TagFilter filter)
    {
        // The checksum goes on from level to level, as it was written.
        long offset = TagRunFormat.TablesOffset(count);
        uint checksum = 0;
        byte[] buffer = new byte[TagRunFormat.BlockCount(count) * Hash256.SizeBytes];
        for (long level = TagRunFormat.BlockCount(count); ; level = (level + 1) >> 1)
        {
            Span<byte> nodes = buffer.AsSpan(0, (int)(level * Hash256.SizeBytes));
            offset += file.Read(offset, nodes);
            checksum = Checksum.Of(nodes, checksum);
            if (level == 1)
            {
                break;
            }
        }

        offset += file.Read(offset, MemoryMarshal.AsBytes(firsts.AsSpan()));
        checksum = Checksum.Of(MemoryMarshal.AsBytes(firsts.AsSpan()), checksum);
        file.Read(offset, filter.Bytes);
        return Checksum.Of(filter.Bytes, checksum);
    }

    private int UpperBound(ulong word)
    {
        int low = 0;
        int high = firsts.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            (low, high) = firsts[middle] <= word ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
