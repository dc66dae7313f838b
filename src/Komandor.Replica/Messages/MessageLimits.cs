using Komandor.Consensus;

namespace Komandor.Replica.Messages;

/// <summary>The bounds of messages: docs/protocol/gossip.md §1.</summary>
public static class MessageLimits
{
    /// <summary>A sender fills a message of events, blocks or state up to this and no further, unless one item alone is longer.</summary>
    public const int BatchSizeBytes = 1 << 20;

    /// <summary>The most bytes of a message: one event of the greatest size, and room for what stands around it.</summary>
    public const int MaxSizeBytes = EventLimits.MaxSizeBytes + BatchSizeBytes;

    /// <summary>The most bytes of a block that a message can carry whole; a longer one goes in parts of <see cref="BatchSizeBytes"/>.</summary>
    public const int MaxWholeBlockSizeBytes = MaxSizeBytes - 64;

    /// <summary>The most bytes of a block that goes in parts.</summary>
    public const int MaxBlockSizeBytes = 1 << 28;

    /// <summary>The most events of one message.</summary>
    public const int MaxEvents = 4_096;

    /// <summary>The most event ids by which a member says what it knows.</summary>
    public const int MaxKnownEvents = 256;

    /// <summary>The most blocks of one message.</summary>
    public const int MaxBlocks = 64;

    /// <summary>The most parts of a piece of history: enough for a segment of one block of <see cref="MaxBlockSizeBytes"/> in a single piece.</summary>
    public const int MaxPieceParts = 1_024;
}
