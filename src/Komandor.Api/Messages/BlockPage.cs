namespace Komandor.Api.Messages;

/// <summary>A page of blocks, newest first.</summary>
/// <param name="Blocks">The blocks.</param>
/// <param name="NextCursor">Asks for the next page; null at the end.</param>
public sealed record BlockPage(
    IReadOnlyList<BlockSummary> Blocks,
    string? NextCursor);
