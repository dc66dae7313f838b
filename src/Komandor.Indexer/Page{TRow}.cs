namespace Komandor.Indexer;

/// <summary>A part of a list.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="NextCursor">Asks for the next part; null at the end.</param>
/// <typeparam name="TRow">What a row is.</typeparam>
public sealed record Page<TRow>(IReadOnlyList<TRow> Rows, string? NextCursor);
