namespace Komandor.State.Compact;

/// <summary>A position in the log. Ordered.</summary>
/// <param name="Sequence">The segment; the first is 1.</param>
/// <param name="Offset">The byte in it.</param>
internal readonly record struct LogPosition(ulong Sequence, int Offset) : IComparable<LogPosition>
{
    /// <summary>The first record of a log.</summary>
    internal static LogPosition First => new(1, SegmentHeader.SizeBytes);

    /// <inheritdoc/>
    public int CompareTo(LogPosition other) =>
        Sequence != other.Sequence ? Sequence.CompareTo(other.Sequence) : Offset.CompareTo(other.Offset);
}
