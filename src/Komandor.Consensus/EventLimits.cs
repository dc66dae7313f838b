namespace Komandor.Consensus;

/// <summary>The bounds of an event: docs/protocol/hashgraph.md §1.</summary>
public static class EventLimits
{
    /// <summary>The version of the encoding.</summary>
    public const byte Version = 1;

    /// <summary>The most other-parents.</summary>
    public const int MaxOtherParents = 15;

    /// <summary>The most payload items.</summary>
    public const int MaxPayloadItems = 8_192;

    /// <summary>The most bytes of one payload item, a transaction of 128 KiB behind its tag (gossip.md §2); it has at least 1.</summary>
    public const int MaxPayloadItemSizeBytes = 131_073;

    /// <summary>The most bytes of all payload items together.</summary>
    public const int MaxPayloadSizeBytes = 1_048_576;

    /// <summary>The most bytes of an encoded event with its signature; it follows from the bounds above.</summary>
    public const int MaxSizeBytes = MaxPayloadSizeBytes + (MaxPayloadItems * 3) + 2_048;

    /// <summary>The highest birth round, so that sums of rounds cannot overflow.</summary>
    public const long MaxRound = 1L << 62;

    /// <summary>The latest creation time, so that a later one exists.</summary>
    public const long MaxUnixMicroseconds = 1L << 62;

    /// <summary>The highest sequence, so that the next one exists.</summary>
    public const ulong MaxSequence = 1UL << 62;
}
