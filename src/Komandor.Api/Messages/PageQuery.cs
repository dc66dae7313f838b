namespace Komandor.Api.Messages;

/// <summary>Asks for a page.</summary>
/// <param name="Cursor">Where the page before ended; null for the first.</param>
/// <param name="Limit">At most this many, 1 to 200; 50 when null.</param>
public sealed record PageQuery(
    string? Cursor,
    int? Limit);
