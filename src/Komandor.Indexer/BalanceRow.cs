using Komandor.Primitives;

namespace Komandor.Indexer;

/// <summary>What a lock holds of one asset.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Amount">Units.</param>
/// <param name="Coins">In how many coins.</param>
public sealed record BalanceRow(AssetId Asset, ulong Amount, int Coins);
