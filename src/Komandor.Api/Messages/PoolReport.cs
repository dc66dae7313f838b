namespace Komandor.Api.Messages;

/// <summary>The pools of private money and the numbers that bind them.</summary>
/// <param name="Pools">Every pool.</param>
/// <param name="AnchorBlocks">Every so-many-th height is an anchor.</param>
/// <param name="AnchorWindow">How many of the newest anchors a transaction may use.</param>
/// <param name="MinimumCover">The fewest notes of the first cover set before it may be used.</param>
/// <param name="MinimumRing">The fewest notes of the ring pool before one may be spent.</param>
/// <param name="NewestAnchor">The height of the newest anchor that the next block knows.</param>
/// <param name="Height">The block after which this holds.</param>
public sealed record PoolReport(
    IReadOnlyList<PoolSummary> Pools,
    ulong AnchorBlocks,
    ulong AnchorWindow,
    ulong MinimumCover,
    ulong MinimumRing,
    ulong NewestAnchor,
    ulong Height);
