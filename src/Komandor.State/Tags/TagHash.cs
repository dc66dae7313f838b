using Komandor.Cryptography;
using Komandor.Cryptography.Hashing;
using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>The hashes of the tag set: docs/protocol/tags.md §1. One thread at a time.</summary>
internal sealed class TagHash
{
    /// <summary>A page has so many tags, so that it is one block of the hash with the tag that follows it.</summary>
    internal const int TagsPerPage = 3;

    /// <summary>Hashes a page (rule TG2).</summary>
    internal static readonly HashDomain PageDomain = new("tag-page");

    /// <summary>Hashes an inner node (rule TG3).</summary>
    internal static readonly HashDomain NodeDomain = new("tag-node");

    /// <summary>Hashes the list of runs (rule TG4).</summary>
    internal static readonly HashDomain RootDomain = new("tag-root");

    private readonly HashBatch _pages = new(PageDomain);
    private readonly HashBatch _nodes = new(NodeDomain);
    private readonly byte[] _message = new byte[(TagsPerPage + 1) * Hash256.SizeBytes];

    /// <summary>How many pages so many tags have.</summary>
    internal static long PageCount(long tags) => (tags + TagsPerPage - 1) / TagsPerPage;

    /// <summary>The hash of the list of runs: of each the number of tags and the top of its tree.</summary>
    internal static Hash256 Root(ReadOnlySpan<TagRunSummary> runs)
    {
        CanonicalWriter writer = new(48 * (runs.Length + 1));
        writer.VarUInt((ulong)runs.Length);
        foreach (TagRunSummary run in runs)
        {
            writer.VarUInt((ulong)run.Count);
            writer.Hash(run.Top);
        }

        return Blake2b.Hash(RootDomain, writer.Written);
    }

    /// <summary>The top of the tree over <paramref name="tags"/>, which ascend and are not empty.</summary>
    /// <param name="tags">Whole pages, but for the run's last.</param>
    /// <param name="next">The tag that follows; null at the run's end.</param>
    /// <param name="level">Scratch for a hash a page. Its first elements are overwritten.</param>
    internal Hash256 Top(ReadOnlySpan<Hash256> tags, Hash256? next, Hash256[] level)
    {
        int count = WritePages(tags, next, level);
        while (count > 1)
        {
            count = FoldOnce(level, count);
        }

        return level[0];
    }

    /// <summary>Hashes pages.</summary>
    /// <returns>How many there are.</returns>
    internal int WritePages(ReadOnlySpan<Hash256> tags, Hash256? next, Hash256[] level)
    {
        int pages = (int)PageCount(tags.Length);
        _pages.Aim(level);
        for (int page = 0; page < pages; page++)
        {
            int start = page * TagsPerPage;
            int sizeBytes = 0;
            for (int index = start; index < Math.Min(start + TagsPerPage + 1, tags.Length); index++)
            {
                tags[index].CopyTo(_message.AsSpan(sizeBytes));
                sizeBytes += Hash256.SizeBytes;
            }

            if (page == pages - 1 && next is Hash256 following)
            {
                following.CopyTo(_message.AsSpan(sizeBytes));
                sizeBytes += Hash256.SizeBytes;
            }

            _pages.Add(_message.AsSpan(0, sizeBytes), page);
        }

        _pages.Flush();
        return pages;
    }

    /// <summary>Replaces a level by the one above it: pairs are hashed, and an odd last node goes up as it is.</summary>
    /// <returns>How many nodes are left.</returns>
    internal int FoldOnce(Hash256[] level, int count)
    {
        // In place: eight results are written after their sixteen operands were read.
        int pairs = count >> 1;
        _nodes.Aim(level);
        for (int pair = 0; pair < pairs; pair++)
        {
            _nodes.Add(level[2 * pair], level[(2 * pair) + 1], pair);
        }

        _nodes.Flush();
        if ((count & 1) != 0)
        {
            level[pairs] = level[count - 1];
        }

        return pairs + (count & 1);
    }
}
