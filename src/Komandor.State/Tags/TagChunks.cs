using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>The parts in which a tag set is handed to a member that lacks it: docs/protocol/tags.md §4.</summary>
public static class TagChunks
{
    /// <summary>The most tags of a chunk: 1 MiB.</summary>
    public const int MaximumTags = 1 << 15;

    /// <summary>The most bytes of a chunk.</summary>
    public const int MaximumSizeBytes = (MaximumTags * Hash256.SizeBytes) + (10 << 10);

    /// <summary>The chunk of the largest subtree that holds <paramref name="start"/> and has at most so many tags.</summary>
    internal static TagChunk Build(TagView view, Hash256 start, int most)
    {
        uint code = view.DeepestKnown(TagRange.Word(start), out List<Hash256> siblings);
        Hash256[] tags = view.Read(code);
        if (tags.Length > most)
        {
            return Narrow(start, siblings, tags, most);
        }

        // What is read is bounded too: a subtree beside that has too many tags for certain is not.
        while (siblings.Count > 0 && tags.Length + view.LeastCount(code ^ 1) <= most)
        {
            Hash256[] beside = view.Read(code ^ 1);
            if (tags.Length + beside.Length > most)
            {
                break;
            }

            tags = (code & 1) == 0 ? [.. tags, .. beside] : [.. beside, .. tags];
            siblings.RemoveAt(siblings.Count - 1);
            code >>= 1;
        }

        return new TagChunk(StateChunk.PrefixOf(start, siblings.Count), [.. siblings], tags);
    }

    // Tags that do not lie as hashes do: the tree's known nodes do not reach down to a subtree that is small enough.
    private static TagChunk Narrow(Hash256 start, List<Hash256> siblings, Hash256[] tags, int most)
    {
        while (tags.Length > most)
        {
            int depth = siblings.Count;
            int middle = TagHash.Split(tags, depth);
            siblings.Add(TagHash.Subtree(start.Bit(depth) ? tags.AsSpan(0, middle) : tags.AsSpan(middle), depth + 1));
            tags = start.Bit(depth) ? tags[middle..] : tags[..middle];
        }

        return new TagChunk(StateChunk.PrefixOf(start, siblings.Count), [.. siblings], tags);
    }
}
