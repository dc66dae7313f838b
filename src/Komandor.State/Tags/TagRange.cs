using System.Buffers.Binary;
using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>The tags that share their first bits, by their first eight bytes as a number.</summary>
/// <param name="Low">The least first word.</param>
/// <param name="High">The greatest.</param>
internal readonly record struct TagRange(ulong Low, ulong High)
{
    /// <summary>The first eight bytes of a tag as a number that orders as the tags do.</summary>
    internal static ulong Word(in Hash256 tag) => BinaryPrimitives.ReverseEndianness(tag.Prefix);

    /// <summary>The first <paramref name="level"/> bits of a word as a number.</summary>
    internal static uint Prefix(ulong word, int level) => level == 0 ? 0 : (uint)(word >> (64 - level));

    /// <summary>The tags below a node.</summary>
    /// <param name="level">How many bits they share, at most 32.</param>
    /// <param name="prefix">These bits as a number.</param>
    internal static TagRange Of(int level, uint prefix)
    {
        ulong low = level == 0 ? 0 : (ulong)prefix << (64 - level);
        return new TagRange(low, low | (ulong.MaxValue >> level));
    }
}
