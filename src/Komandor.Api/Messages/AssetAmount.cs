using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>An amount of an asset.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Amount">Units.</param>
/// <param name="Coins">In how many coins.</param>
public sealed record AssetAmount(
    AssetId Asset,
    ulong Amount,
    int Coins);
