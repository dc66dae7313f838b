using System.Numerics;
using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>Says of most tags that a run lacks that it does: a Bloom filter whose bits for one tag lie in one line of the cache.</summary>
/// <remarks>About four and a half bits a tag, three of them set: one tag in nine that is not there is looked for in vain. More bits would not leave room for the filters of merges
/// under way. Who grinds tags makes only those slower.</remarks>
internal sealed class TagFilter
{
    private const int TagsPerLine = 112;
    private const int WordsPerLine = 8;
    private const int BitsPerTag = 3;

    private readonly ulong[] _words;

    /// <summary>An empty filter for so many tags.</summary>
    internal TagFilter(long count) => _words = new ulong[LineCount(count) * WordsPerLine];

    /// <summary>The filter's bytes, as a run keeps them.</summary>
    internal Span<byte> Bytes => MemoryMarshal.AsBytes(_words.AsSpan());

    /// <summary>The size of a filter for so many tags.</summary>
    internal static long SizeBytes(long count) => LineCount(count) * WordsPerLine * sizeof(ulong);

    /// <summary>Adds a tag.</summary>
    internal void Add(in Hash256 tag)
    {
        (long line, ulong bits) = Place(tag);
        for (int index = 0; index < BitsPerTag; index++)
        {
            int bit = (int)((bits >> (9 * index)) & 511);
            _words[line + (bit >> 6)] |= 1UL << (bit & 63);
        }
    }

    /// <summary>False when the tag was not added for certain.</summary>
    internal bool MayContain(in Hash256 tag)
    {
        (long line, ulong bits) = Place(tag);
        for (int index = 0; index < BitsPerTag; index++)
        {
            int bit = (int)((bits >> (9 * index)) & 511);
            if ((_words[line + (bit >> 6)] & (1UL << (bit & 63))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static long LineCount(long count) => Math.Max(1, (count + TagsPerLine - 1) / TagsPerLine);

    // Multiplications by odd constants spread what the words have; the high halves choose the line, the low ones the bits.
    private (long Line, ulong Bits) Place(in Hash256 tag)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<Hash256, ulong>(new ReadOnlySpan<Hash256>(in tag));
        unchecked
        {
            ulong mixed = (words[0] ^ BitOperations.RotateLeft(words[1], 31)) * 0x9e3779b97f4a7c15;
            mixed = (mixed ^ (mixed >> 32) ^ words[2] ^ BitOperations.RotateLeft(words[3], 17)) * 0xbf58476d1ce4e5b9;
            ulong bits = (mixed ^ (mixed >> 29)) * 0x94d049bb133111eb;
            return ((long)Math.BigMul(mixed, (ulong)(_words.Length / WordsPerLine), out _) * WordsPerLine, bits ^ (bits >> 31));
        }
    }
}
