using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>Writes what proves a page of a run: rule TG3's siblings, from the bottom up.</summary>
internal static class TagPath
{
    /// <summary>Writes a page and the siblings below its own block.</summary>
    /// <param name="writer">Gets them.</param>
    /// <param name="tags">The tags of the block, or of the whole run.</param>
    /// <param name="next">The tag that follows them, if any.</param>
    /// <param name="page">The page's index among theirs.</param>
    /// <param name="hash">Hashes.</param>
    internal static void WritePage(CanonicalWriter writer, ReadOnlySpan<Hash256> tags, Hash256? next, int page, TagHash hash)
    {
        int start = page * TagHash.TagsPerPage;
        int end = Math.Min(start + TagHash.TagsPerPage + 1, tags.Length);
        for (int index = start; index < end; index++)
        {
            writer.Hash(tags[index]);
        }

        if (end == tags.Length && end - start <= TagHash.TagsPerPage && next is Hash256 following)
        {
            writer.Hash(following);
        }

        Hash256[] level = new Hash256[TagHash.PageCount(tags.Length)];
        int count = hash.WritePages(tags, next, level);
        while (count > 1)
        {
            if ((page ^ 1) < count)
            {
                writer.Hash(level[page ^ 1]);
            }

            count = hash.FoldOnce(level, count);
            page >>= 1;
        }
    }

    /// <summary>Writes the siblings above a run's blocks.</summary>
    internal static void WriteUpper(CanonicalWriter writer, TagRun run, long block)
    {
        long first = 0;
        for (long count = TagRunFormat.BlockCount(run.Summary.Count); count > 1; count = (count + 1) >> 1)
        {
            if ((block ^ 1) < count)
            {
                writer.Hash(run.ReadNode(first + (block ^ 1)));
            }

            first += count;
            block >>= 1;
        }
    }

    /// <summary>The page of ascending tags in which a tag stands or would stand.</summary>
    internal static int PageOf(ReadOnlySpan<Hash256> tags, in Hash256 tag)
    {
        int place = tags.BinarySearch(tag);
        return Math.Max(0, place >= 0 ? place : ~place - 1) / TagHash.TagsPerPage;
    }
}
