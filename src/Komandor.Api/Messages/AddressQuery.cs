namespace Komandor.Api.Messages;

/// <summary>Names a lock, and asks for a page where there are many.</summary>
/// <param name="Address">An address, or a lock as text.</param>
/// <param name="Cursor">Where the page before ended; null for the first.</param>
/// <param name="Limit">At most this many, 1 to 200; 50 when null.</param>
public sealed record AddressQuery(
    string Address,
    string? Cursor,
    int? Limit);
