using Komandor.Primitives;

namespace Komandor.State;

/// <summary>All entries of a subtree, and the siblings that tie it to the root: docs/protocol/state.md §6.</summary>
/// <param name="Place">Any key whose first bits are the subtree's.</param>
/// <param name="Siblings">The siblings from the top down; their number is the subtree's depth in bits.</param>
/// <param name="Leaves">The entries, ascending.</param>
internal sealed record StateChunk(Hash256 Place, Hash256[] Siblings, Leaf[] Leaves)
{
    // A key and the length of an empty value.
    private const int MinimumEntrySizeBytes = Hash256.SizeBytes + 1;

    /// <summary>What an entry takes in a chunk.</summary>
    public static int EntrySizeBytes(int valueSizeBytes) =>
        Hash256.SizeBytes + CanonicalWriter.VarUIntSizeBytes((ulong)valueSizeBytes) + valueSizeBytes;

    /// <summary>The chunk's bytes.</summary>
    public byte[] Encode()
    {
        int sizeBytes = 2 * Hash256.SizeBytes * (Siblings.Length + 2);
        foreach (ref readonly Leaf leaf in Leaves.AsSpan())
        {
            sizeBytes += EntrySizeBytes(leaf.Value.Length);
        }

        CanonicalWriter writer = new(sizeBytes);
        SiblingPath.Write(writer, Siblings);
        writer.Hash(PrefixOf(Place, Siblings.Length));
        writer.VarUInt((ulong)Leaves.Length);
        foreach (ref readonly Leaf leaf in Leaves.AsSpan())
        {
            writer.Hash(leaf.Key);
            writer.Bytes(leaf.Value);
        }

        return writer.ToArray();
    }

    /// <summary>Reads untrusted bytes and checks rules S9 to S13.</summary>
    /// <param name="encoded">The bytes.</param>
    /// <param name="root">The state's root.</param>
    /// <param name="start">The place that was asked for.</param>
    /// <param name="chunk">The chunk when no rule refuses it.</param>
    public static StateChunkFault TryRead(ReadOnlySpan<byte> encoded, Hash256 root, Hash256 start, out StateChunk? chunk)
    {
        chunk = null;
        CanonicalReader reader = new(encoded);
        Span<Hash256> siblings = stackalloc Hash256[SiblingPath.MaximumDepth];
        int depth = SiblingPath.Read(ref reader, siblings, out bool isStray);
        Hash256 place = reader.Hash();
        int entries = reader.Count(StateChunks.MaximumSizeBytes, MinimumEntrySizeBytes);
        KeyValuePair<Hash256, byte[]>[] read = new KeyValuePair<Hash256, byte[]>[entries];
        bool isForeign = false;
        for (int index = 0; index < entries; index++)
        {
            read[index] = new(reader.Hash(), reader.Bytes(CompactStateSettings.MaximumValueSizeBytes).ToArray());
            isForeign |= !SiblingPath.IsShared(read[index].Key, place, depth)
                || (index > 0 && read[index].Key.CompareTo(read[index - 1].Key) <= 0);
        }

        if (!reader.TryFinish(out _) || encoded.Length > StateChunks.MaximumSizeBytes || PrefixOf(place, depth) != place)
        {
            return StateChunkFault.Malformed;
        }

        if (isStray)
        {
            return StateChunkFault.StraySibling;
        }

        if (isForeign)
        {
            return StateChunkFault.ForeignEntry;
        }

        if (!SiblingPath.IsShared(start, place, depth))
        {
            return StateChunkFault.WrongPlace;
        }

        chunk = new StateChunk(place, siblings[..depth].ToArray(), Array.ConvertAll(read, entry => Leaf.Of(entry.Key, entry.Value)));
        Hash256 subtree = StateHash.Subtree(chunk.Leaves, depth);
        return SiblingPath.Join(subtree, place, chunk.Siblings) == root ? StateChunkFault.None : StateChunkFault.RootMismatch;
    }

    /// <summary>The first <paramref name="bits"/> bits of <paramref name="key"/> and zeros.</summary>
    internal static Hash256 PrefixOf(Hash256 key, int bits)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        key.CopyTo(bytes);
        bytes[((bits + 7) >> 3)..].Clear();
        if ((bits & 7) != 0)
        {
            bytes[bits >> 3] &= (byte)(0xff << (8 - (bits & 7)) & 0xff);
        }

        return new Hash256(bytes);
    }
}
