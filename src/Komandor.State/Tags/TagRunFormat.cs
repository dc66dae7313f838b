using Komandor.Primitives;
using Komandor.State.Compact;

namespace Komandor.State.Tags;

/// <summary>Sizes in a run's file: docs/protocol/tags.md §5.</summary>
internal static class TagRunFormat
{
    /// <summary>So many tags have a checksum.</summary>
    internal const int TagsPerBlock = 256;

    /// <summary>The end: number of tags (8), checksum of the blocks' checksums (4), checksum of these (4).</summary>
    internal const int EndSizeBytes = 8 + (2 * Checksum.SizeBytes);

    /// <summary>Memory has the beginning of every so many tags: small runs can afford more marks than large ones, and then less of them is read for a subtree.</summary>
    /// <param name="level">The run's level in the schedule.</param>
    internal static int TagsPerMark(int level) => level switch { 0 or 1 => 8, 2 => 16, _ => 32 };

    /// <summary>How many blocks so many tags have.</summary>
    internal static long BlockCount(long tags) => (tags + TagsPerBlock - 1) / TagsPerBlock;

    /// <summary>How many marks so many tags have.</summary>
    internal static long MarkCount(long tags, int tagsPerMark) => (tags + tagsPerMark - 1) / tagsPerMark;

    /// <summary>Where the checksums begin.</summary>
    internal static long ChecksumsOffset(long tags) => tags * Hash256.SizeBytes;

    /// <summary>The size of the whole file.</summary>
    internal static long FileSizeBytes(long tags) => ChecksumsOffset(tags) + (BlockCount(tags) * Checksum.SizeBytes) + EndSizeBytes;
}
