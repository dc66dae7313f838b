using Komandor.Primitives;
using Komandor.State.Compact;

namespace Komandor.State.Tags;

/// <summary>Sizes in a run's file: docs/protocol/tags.md §5.</summary>
internal static class TagRunFormat
{
    /// <summary>Memory has the beginning of every so many tags.</summary>
    internal const int TagsPerMark = 32;

    /// <summary>So many tags have a checksum.</summary>
    internal const int TagsPerBlock = 256;

    /// <summary>The end: number of tags (8), checksum of the blocks' checksums (4), checksum of these (4).</summary>
    internal const int EndSizeBytes = 8 + (2 * Checksum.SizeBytes);

    /// <summary>How many blocks so many tags have.</summary>
    internal static long BlockCount(long tags) => (tags + TagsPerBlock - 1) / TagsPerBlock;

    /// <summary>How many marks so many tags have.</summary>
    internal static long MarkCount(long tags) => (tags + TagsPerMark - 1) / TagsPerMark;

    /// <summary>Where the checksums begin.</summary>
    internal static long ChecksumsOffset(long tags) => tags * Hash256.SizeBytes;

    /// <summary>The size of the whole file.</summary>
    internal static long FileSizeBytes(long tags) => ChecksumsOffset(tags) + (BlockCount(tags) * Checksum.SizeBytes) + EndSizeBytes;
}
