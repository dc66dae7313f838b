namespace Komandor.State.Compact;

/// <summary>Where a record stands in the log, in 40 bits: the segment's sequence number, shortened, and the offset.</summary>
/// <remarks>Segments in use have neighbouring sequence numbers, fewer than 2^16 of them, so the shortened one names one of them.</remarks>
internal static class Place
{
    /// <summary>The bits of an offset: records begin in the first 16 MiB of a segment.</summary>
    internal const int OffsetBits = 24;

    /// <summary>The bits of a sequence number that are kept.</summary>
    internal const int SequenceBits = 16;

    /// <summary>All bits of a place.</summary>
    internal const ulong Mask = (1UL << (OffsetBits + SequenceBits)) - 1;

    /// <summary>The place of the record at <paramref name="offset"/> of segment <paramref name="sequence"/>.</summary>
    internal static ulong Of(ulong sequence, int offset) => ((sequence & ((1UL << SequenceBits) - 1)) << OffsetBits) | (uint)offset;

    /// <summary>The offset.</summary>
    internal static int Offset(ulong place) => (int)(place & ((1UL << OffsetBits) - 1));

    /// <summary>The sequence number, the one from <paramref name="first"/> on that shortens to the place's.</summary>
    internal static ulong Sequence(ulong place, ulong first)
    {
        ulong shortened = (place & Mask) >> OffsetBits;
        return first + (unchecked(shortened - first) & ((1UL << SequenceBits) - 1));
    }
}
