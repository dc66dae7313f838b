namespace Komandor.Api.Messages;

/// <summary>A page of unspent coins.</summary>
/// <param name="Coins">The coins, by id.</param>
/// <param name="NextCursor">Asks for the next page; null at the end.</param>
/// <param name="Height">The block after which this holds.</param>
public sealed record CoinPage(
    IReadOnlyList<ObjectSummary> Coins,
    string? NextCursor,
    ulong Height);
