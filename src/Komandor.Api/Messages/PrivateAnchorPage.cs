namespace Komandor.Api.Messages;

/// <summary>A range of a pool's anchors.</summary>
/// <param name="Anchors">Ascending by height.</param>
/// <param name="Newest">The height of the newest anchor that the next block knows.</param>
/// <param name="Height">The block after which this holds.</param>
public sealed record PrivateAnchorPage(
    IReadOnlyList<PrivateAnchor> Anchors,
    ulong Newest,
    ulong Height);
