namespace Komandor.Api.Messages;

/// <summary>What is private in a range of final blocks.</summary>
/// <param name="Blocks">The blocks that have something private, ascending.</param>
/// <param name="Next">The height to go on from: every block below it was looked at.</param>
/// <param name="Height">The newest final block's height.</param>
public sealed record PrivateBlockPage(
    IReadOnlyList<PrivateBlock> Blocks,
    ulong Next,
    ulong Height);
