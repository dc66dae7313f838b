using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>All tags of a subtree, and the siblings that tie it to the root: docs/protocol/tags.md §4.</summary>
/// <param name="Place">The subtree's first bits and zeros.</param>
/// <param name="Siblings">From the top down; their number is the subtree's depth in bits.</param>
/// <param name="Tags">Ascending.</param>
internal sealed record TagChunk(Hash256 Place, Hash256[] Siblings, Hash256[] Tags)
{
    /// <summary>Its bytes.</summary>
    internal byte[] Encode()
    {
        CanonicalWriter writer = new(Hash256.SizeBytes * (Siblings.Length + Tags.Length + 4));
        SiblingPath.Write(writer, Siblings);
        writer.Hash(Place);
        writer.VarUInt((ulong)Tags.Length);
        foreach (ref readonly Hash256 tag in Tags.AsSpan())
        {
            writer.Hash(tag);
        }

        return writer.ToArray();
    }

    /// <summary>Reads untrusted bytes and checks rules TG11 to TG15.</summary>
    /// <param name="encoded">The bytes.</param>
    /// <param name="root">The set's root.</param>
    /// <param name="start">The place that was asked for.</param>
    /// <param name="chunk">The chunk when no rule refuses it.</param>
    internal static TagChunkFault TryRead(ReadOnlySpan<byte> encoded, Hash256 root, Hash256 start, out TagChunk? chunk)
    {
        chunk = null;
        CanonicalReader reader = new(encoded);
        Span<Hash256> siblings = stackalloc Hash256[SiblingPath.MaximumDepth];
        int depth = SiblingPath.Read(ref reader, siblings, out bool isStray);
        Hash256 place = reader.Hash();
        Hash256[] tags = new Hash256[reader.Count(TagChunks.MaximumTags, Hash256.SizeBytes)];
        bool isForeign = false;
        for (int index = 0; index < tags.Length; index++)
        {
            tags[index] = reader.Hash();
            isForeign |= !SiblingPath.IsShared(tags[index], place, depth) || (index > 0 && tags[index].CompareTo(tags[index - 1]) <= 0);
        }

        if (!reader.TryFinish(out _) || StateChunk.PrefixOf(place, depth) != place)
        {
            return TagChunkFault.Malformed;
        }

        if (isStray)
        {
            return TagChunkFault.StraySibling;
        }

        if (isForeign)
        {
            return TagChunkFault.ForeignTag;
        }

        if (!SiblingPath.IsShared(start, place, depth))
        {
            return TagChunkFault.WrongPlace;
        }

        chunk = new TagChunk(place, siblings[..depth].ToArray(), tags);
        return TagHash.Join(TagHash.Subtree(tags, depth), place, chunk.Siblings) == root ? TagChunkFault.None : TagChunkFault.RootMismatch;
    }
}
