namespace Komandor.Api.Messages;

/// <summary>Asks for what is private in a range of blocks: whole blocks, so that nobody learns what the caller looks for.</summary>
/// <param name="From">The first height; the genesis, 0, when null.</param>
/// <param name="Count">At most this many blocks, 1 to 1,000; 100 when null. Fewer come when they are large.</param>
public sealed record PrivateBlockQuery(
    ulong? From,
    int? Count);
