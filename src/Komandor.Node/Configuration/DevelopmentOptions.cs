using Komandor.Replica.Archive;

namespace Komandor.Node.Configuration;

/// <summary>Numbers of a network of one's own, by which a test sees in seconds what otherwise takes hours. No public network has others than the usual ones.</summary>
public sealed record DevelopmentOptions
{
    // More than are served to who learns a state, and than may wait for a certificate.
    private const int UsualHistoryBlocks = 512;

    /// <summary>A segment of history ends with the block that brings it to so many bytes. Equal on all members: with another number a member makes other states.</summary>
    public int SegmentSizeBytes { get; init; } = SegmentRules.UsualSizeBytes;

    /// <summary>The fewest blocks that <see cref="NodeOptions.HistoryBlocks"/> may name.</summary>
    public int LeastHistoryBlocks { get; init; } = UsualHistoryBlocks;

    internal void Validate(List<string> mistakes)
    {
        NodeOptions.Check(
            mistakes, SegmentSizeBytes is >= 1 and <= SegmentRules.UsualSizeBytes, $"Development:{nameof(SegmentSizeBytes)}",
            $"is a number of bytes from 1 to {SegmentRules.UsualSizeBytes}");
        NodeOptions.Check(
            mistakes, LeastHistoryBlocks is >= 1 and <= UsualHistoryBlocks, $"Development:{nameof(LeastHistoryBlocks)}",
            $"is a number of blocks from 1 to {UsualHistoryBlocks}");
    }
}
