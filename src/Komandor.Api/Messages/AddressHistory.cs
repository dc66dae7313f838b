namespace Komandor.Api.Messages;

/// <summary>A page of transactions, newest first.</summary>
/// <param name="Entries">The transactions.</param>
/// <param name="NextCursor">Asks for the next page; null at the end.</param>
public sealed record AddressHistory(
    IReadOnlyList<AddressEntry> Entries,
    string? NextCursor);
