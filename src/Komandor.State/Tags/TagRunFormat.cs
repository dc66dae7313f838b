using Komandor.Primitives;
using Komandor.State.Compact;

namespace Komandor.State.Tags;

/// <summary>Sizes in a run's file: docs/protocol/tags.md §4.</summary>
internal static class TagRunFormat
{
    /// <summary>Pages in a block; a power of two, so that a block is a subtree.</summary>
    internal const int PagesPerBlock = 64;

    /// <summary>Tags in a block.</summary>
    internal const int TagsPerBlock = PagesPerBlock * TagHash.TagsPerPage;

    /// <summary>A whole block with its checksum.</summary>
    internal const int BlockSizeBytes = (TagsPerBlock * Hash256.SizeBytes) + Checksum.SizeBytes;

    /// <summary>The end: number of tags (8), top (32), checksum of the tables (4), checksum of these (4).</summary>
    internal const int EndSizeBytes = 8 + Hash256.SizeBytes + (2 * Checksum.SizeBytes);

    /// <summary>How many blocks so many tags have.</summary>
    internal static long BlockCount(long tags) => (tags + TagsPerBlock - 1) / TagsPerBlock;

    /// <summary>Where the tables begin: the nodes of the tree from the blocks' up, the blocks' first words, the filter.</summary>
    internal static long TablesOffset(long tags) => (tags * Hash256.SizeBytes) + (BlockCount(tags) * Checksum.SizeBytes);

    /// <summary>How many nodes the tree has from the blocks' up.</summary>
    internal static long NodeCount(long tags)
    {
        long level = BlockCount(tags);
        long nodes = level;
        while (level > 1)
        {
            level = (level + 1) >> 1;
            nodes += level;
        }

        return nodes;
    }

    /// <summary>The size of the whole file.</summary>
    internal static long FileSizeBytes(long tags) =>
        TablesOffset(tags) + (NodeCount(tags) * Hash256.SizeBytes) + (BlockCount(tags) * sizeof(ulong)) + TagFilter.SizeBytes(tags) + EndSizeBytes;
}
