namespace Komandor.State.Compact;

/// <summary>The segments of a log: neighbours by their numbers. Immutable, so that readers need no lock.</summary>
internal sealed record SegmentList(ulong First, Segment[] Items)
{
    /// <summary>A log without segments.</summary>
    internal static SegmentList Empty { get; } = new(1, []);

    /// <summary>The number of the next segment.</summary>
    internal ulong End => First + (ulong)Items.Length;

    /// <summary>The segment of a place or number; null when it is not there any more.</summary>
    internal Segment? Find(ulong sequence) => sequence >= First && sequence < End ? Items[(int)(sequence - First)] : null;

    /// <summary>With one more.</summary>
    internal SegmentList With(Segment segment) => new(Items.Length == 0 ? segment.Sequence : First, [.. Items, segment]);

    /// <summary>Without those before <paramref name="first"/>.</summary>
    internal SegmentList From(ulong first) => new(first, Items[(int)(first - First)..]);
}
