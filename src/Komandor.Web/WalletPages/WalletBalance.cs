using Komandor.Primitives;

namespace Komandor.Web.WalletPages;

/// <summary>What a wallet has of an asset.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Name">Its name; text of strangers.</param>
/// <param name="Available">Units that can be spent now.</param>
/// <param name="Reserved">Units in coins that pending payments spend; what of them is change comes back.</param>
public sealed record WalletBalance(AssetId Asset, string Name, ulong Available, ulong Reserved);
