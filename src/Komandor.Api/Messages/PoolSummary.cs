using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>A pool of private money, as everybody sees it.</summary>
/// <param name="Id">Its id, 64 hexadecimal digits.</param>
/// <param name="Tier"><c>ring</c> or <c>shielded</c>.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Total">What is in it, in units: no more can leave it.</param>
/// <param name="Size">The number of its notes, spent ones included.</param>
/// <param name="PausedUntil">Until then only what leaves it is executed; null when it is not paused.</param>
/// <param name="Pauses">How often it was paused.</param>
public sealed record PoolSummary(
    string Id,
    string Tier,
    AssetId Asset,
    ulong Total,
    ulong Size,
    Timestamp? PausedUntil,
    ulong Pauses);
