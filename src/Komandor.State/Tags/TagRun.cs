using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Komandor.Primitives;
using Komandor.State.Compact;

namespace Komandor.State.Tags;

/// <summary>A run: tags in ascending order in a file that never changes. Memory holds the first four bytes of every eighth to 32nd, its marks, and a checksum for 256.</summary>
/// <remarks>Safe to read from many threads.</remarks>
internal sealed class TagRun(IStateFile file, string name, long count, int tagsPerMark, uint[] marks, uint[] checksums)
{
    // The marks of a long run lie hundreds of places from where even ones would: where those with the same first bits begin is looked up first.
    private const int StartBits = 12;

    private volatile int[]? _starts;

    /// <summary>Its number of tags.</summary>
    internal long Count => count;

    /// <summary>The file's name.</summary>
    internal string Name => name;

    /// <summary>The memory that it takes.</summary>
    internal long MemorySizeBytes => (marks.Length + checksums.Length + (1 << StartBits)) * (long)sizeof(uint);

    /// <summary>Opens a run, and reads all of it.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or its writing did not end.</exception>
    internal static TagRun Open(IStateFile file, string name, int tagsPerMark)
    {
        Span<byte> end = stackalloc byte[TagRunFormat.EndSizeBytes];
        long offset = file.SizeBytes - end.Length;
        long count = 0;
        if (offset < 0 || file.Read(offset, end) != end.Length
            || BinaryPrimitives.ReadUInt32LittleEndian(end[12..]) != Checksum.Of(end[..12], 0)
            || (count = BinaryPrimitives.ReadInt64LittleEndian(end)) <= 0
            || count > file.SizeBytes / Hash256.SizeBytes
            || file.SizeBytes != TagRunFormat.FileSizeBytes(count))
        {
            throw Damage(name, Math.Max(offset, 0), file.SizeBytes);
        }

        uint[] checksums = new uint[TagRunFormat.BlockCount(count)];
        Span<byte> bytes = MemoryMarshal.AsBytes(checksums.AsSpan());
        file.Read(TagRunFormat.ChecksumsOffset(count), bytes);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end[8..]) != Checksum.Of(bytes, (ulong)count))
        {
            throw Damage(name, TagRunFormat.ChecksumsOffset(count), offset);
        }

        TagRun run = new(file, name, count, tagsPerMark, new uint[TagRunFormat.MarkCount(count, tagsPerMark)], checksums);
        run.ReadMarks();
        return run;
    }

    /// <summary>Makes it durable.</summary>
    internal void Sync() => file.Sync();

    /// <summary>Closes its file.</summary>
    internal void Close() => file.Dispose();

    /// <summary>Asks the processor for the marks around a range.</summary>
    internal void FetchMarks(TagRange range)
    {
        const int Around = 24;
        int first = Math.Max(0, Guess((uint)(range.Low >> 32)) - Around);
        CacheHint.Fetch<uint>(marks.AsSpan(first, Math.Min(marks.Length - first, 2 * Around)));
    }

    /// <summary>Says that a range is gathered soon.</summary>
    internal void Fetch(TagRange range)
    {
        (int first, int last) = Marks(range);
        file.Fetch((long)first * tagsPerMark * Hash256.SizeBytes, (last - first) * tagsPerMark * Hash256.SizeBytes);
    }

    /// <summary>Appends the tags of a range to <paramref name="gathered"/>, unchecked: who hashes them finds out.</summary>
    internal void Gather(TagRange range, TagGathering gathered)
    {
        (int first, int last) = Marks(range);
        long start = (long)first * tagsPerMark;
        int length = (int)(Math.Min((long)last * tagsPerMark, count) - start);
        if (length <= 0)
        {
            return;
        }

        Span<Hash256> tags = gathered.Room(length);
        file.Read(start * Hash256.SizeBytes, MemoryMarshal.AsBytes(tags));
        int from = 0;
        while (from < length && TagRange.Word(tags[from]) < range.Low)
        {
            from++;
        }

        int to = length;
        while (to > from && TagRange.Word(tags[to - 1]) > range.High)
        {
            to--;
        }

        gathered.Keep(from, to - from);
    }

    /// <summary>A number that the tags of a range are not less than.</summary>
    internal long LeastCount(TagRange range)
    {
        (int first, int last) = Marks(range);
        return Math.Max(0, last - first - 2) * (long)tagsPerMark;
    }

    /// <summary>Reads a block.</summary>
    /// <returns>Its number of tags.</returns>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal int ReadBlock(long index, Hash256[] block)
    {
        int length = (int)Math.Min(TagRunFormat.TagsPerBlock, count - (index * TagRunFormat.TagsPerBlock));
        Span<byte> bytes = MemoryMarshal.AsBytes(block.AsSpan(0, length));
        long offset = index * TagRunFormat.TagsPerBlock * Hash256.SizeBytes;
        return file.Read(offset, bytes) == bytes.Length && checksums[index] == Checksum.Of(bytes, (ulong)index)
            ? length
            : throw Damage(name, offset, offset + bytes.Length);
    }

    /// <summary>Reads all blocks that can have tags of a range, so that one that is damaged is named.</summary>
    /// <exception cref="InvalidDataException">One is.</exception>
    internal void Check(TagRange range)
    {
        Hash256[] block = new Hash256[TagRunFormat.TagsPerBlock];
        int marksPerBlock = TagRunFormat.TagsPerBlock / tagsPerMark;
        (int first, int last) = Marks(range);
        for (int index = first / marksPerBlock; index * marksPerBlock < last; index++)
        {
            ReadBlock(index, block);
        }
    }

    private static InvalidDataException Damage(string name, long start, long end) =>
        new($"The file {name} of the tag set is damaged from byte {start} to {end}.");

    private void ReadMarks()
    {
        Hash256[] block = new Hash256[TagRunFormat.TagsPerBlock];
        for (int index = 0; index < checksums.Length; index++)
        {
            int length = ReadBlock(index, block);
            for (int tag = 0; tag < length; tag += tagsPerMark)
            {
                marks[((index * TagRunFormat.TagsPerBlock) + tag) / tagsPerMark] = (uint)(TagRange.Word(block[tag]) >> 32);
            }
        }
    }

    // Marks are the higher halves of words: an equal one may belong to a tag on either side.
    private (int First, int Last) Marks(TagRange range)
    {
        uint high = (uint)(range.High >> 32);
        return (Math.Max(0, LowerBound((uint)(range.Low >> 32)) - 1), high == uint.MaxValue ? marks.Length : LowerBound(high + 1));
    }

    // Where a mark would stand if those with its first bits were even.
    private int Guess(uint mark)
    {
        int[] starts = _starts ??= FindStarts();
        int bits = (int)(mark >> (32 - StartBits));
        ulong among = (ulong)(starts[bits + 1] - starts[bits]);
        return starts[bits] + (int)((unchecked(mark << StartBits) * among) >> 32);
    }

    private int[] FindStarts()
    {
        int[] starts = new int[(1 << StartBits) + 1];
        int mark = 0;
        for (int bits = 0; bits < starts.Length; bits++)
        {
            while (mark < marks.Length && marks[mark] >> (32 - StartBits) < bits)
            {
                mark++;
            }

            starts[bits] = mark;
        }

        return starts;
    }

    // The first mark that is not less. It stands near the place that even tags would give it: the search widens from there.
    private int LowerBound(uint mark)
    {
        int guess = Guess(mark);
        int low = guess;
        int high = guess;
        for (int step = 8; low > 0 && marks[low - 1] >= mark; step *= 2)
        {
            (low, high) = (Math.Max(0, low - step), low);
        }

        for (int step = 8; high < marks.Length && marks[high] < mark; step *= 2)
        {
            (low, high) = (high, Math.Min(marks.Length, high + step));
        }

        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = marks[middle] < mark ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
