namespace Komandor.Api.Messages;

/// <summary>Asks for a range of what a pool of private money holds.</summary>
/// <param name="Tier"><c>ring</c> or <c>shielded</c>.</param>
/// <param name="From">The first index of a note, or the least height of an anchor; 0 when null.</param>
/// <param name="Count">At most this many, 1 to 4,096 notes or 1,024 anchors; 1,024 when null.</param>
public sealed record PoolQuery(
    string Tier,
    ulong? From,
    int? Count);
