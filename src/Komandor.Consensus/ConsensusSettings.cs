using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>The numbers of the hashgraph. The first three must be equal on all members; the others bound one member's memory.</summary>
public sealed record ConsensusSettings
{
    /// <summary>An event is ancient when it was born before every judge of the round this many rounds back, counting the decided one; at least 1.</summary>
    public int AncientRounds { get; init; } = 26;

    /// <summary>Events born this many rounds back are forgotten, once ancient; not below <see cref="AncientRounds"/>.</summary>
    public int ExpiredRounds { get; init; } = 1_000;

    /// <summary>Every so many voting rounds is a coin round; at least 3.</summary>
    public int CoinPeriodRounds { get; init; } = 12;

    /// <summary>The most events whose parents are missing that are kept for one peer.</summary>
    public int MaxOrphansPerPeer { get; init; } = 1_000;

    /// <summary>The most bytes of those events.</summary>
    public int MaxOrphanSizeBytesPerPeer { get; init; } = 8 << 20;

    /// <summary>The most events of later birth rounds that are kept for one peer.</summary>
    public int MaxFutureEventsPerPeer { get; init; } = 1_000;

    /// <summary>The most bytes of those events.</summary>
    public int MaxFutureSizeBytesPerPeer { get; init; } = 8 << 20;

    /// <summary>The most events of one creator and birth round that enter the graph at once on the account of one peer; the others are held.</summary>
    /// <remarks>A member at the pace of one event each 10 ms creates as many in 0.64 s, longer than a round takes; what exceeds it enters at that pace.</remarks>
    public int MaxEventsPerAccount { get; init; } = 64;

    /// <summary>The most bytes of those events; one event may exceed it alone.</summary>
    public long MaxSizeBytesPerAccount { get; init; } = 4 << 20;

    /// <summary>The most events that are held for one peer.</summary>
    public int MaxHeldEventsPerPeer { get; init; } = 1_000;

    /// <summary>The most bytes of those events.</summary>
    public int MaxHeldSizeBytesPerPeer { get; init; } = 8 << 20;

    /// <summary>Whether a voter takes a bit of this member's own in place of the event's coin: a fault that the simulation plants to see that it finds it.</summary>
    internal bool IgnoresCoin { get; init; }

    internal void Validate() => Invariant.Require(
        AncientRounds >= 1 && ExpiredRounds >= AncientRounds && CoinPeriodRounds >= 3 && MaxOrphansPerPeer >= 1 && MaxFutureEventsPerPeer >= 1
        && MaxEventsPerAccount >= 1 && MaxSizeBytesPerAccount >= 1 && MaxHeldEventsPerPeer >= 1);
}
