namespace Komandor.State;

/// <summary>How a <see cref="CompactStateStore"/> uses its disk.</summary>
/// <param name="SegmentSizeBytes">A segment that is as long gets no further record; at most 16 MiB.</param>
/// <param name="FullPermille">How many of 1 000 bytes of the log may belong to entries that are still there before the oldest are moved; below 800.</param>
/// <param name="ImagedPerChange">How many entries' images are written for each change. More make opening faster and write more.</param>
public sealed record CompactStateSettings(int SegmentSizeBytes = 8 << 20, int FullPermille = 600, int ImagedPerChange = 2)
{
    /// <summary>The longest value (rule S1).</summary>
    public const int MaximumValueSizeBytes = 1 << 20;
}
