using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>The supply of one asset.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Name">Its name from the genesis.</param>
/// <param name="Supply">Units that exist.</param>
/// <param name="Coins">Units in coins, counted.</param>
/// <param name="FeePool">Units in the fee pool.</param>
public sealed record AssetSupply(
    AssetId Asset,
    string Name,
    ulong Supply,
    ulong Coins,
    ulong FeePool)
{
    /// <summary>Units in private pools.</summary>
    public ulong Pools { get; init; }
}
