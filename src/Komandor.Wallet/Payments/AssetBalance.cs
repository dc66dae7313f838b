using Komandor.Primitives;

namespace Komandor.Wallet.Payments;

/// <summary>What a wallet has of an asset.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Available">Units in coins that can be spent now.</param>
/// <param name="Reserved">Units in coins that pending payments spend; what of them is change comes back.</param>
/// <param name="Coins">Number of coins, of both kinds.</param>
public sealed record AssetBalance(AssetId Asset, ulong Available, ulong Reserved, int Coins);
