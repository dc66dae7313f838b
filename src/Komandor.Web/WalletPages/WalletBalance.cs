using Komandor.Primitives;

namespace Komandor.Web.WalletPages;

/// <summary>What a wallet has of an asset in one tier.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Name">Its name; text of strangers.</param>
/// <param name="Tier">The tier; private ones hold KMCC alone.</param>
/// <param name="Available">Units that can be spent now.</param>
/// <param name="Waiting">Units in notes that wait for the next anchor, or for a crowd to hide in.</param>
/// <param name="Reserved">Units that pending payments spend; what of them is change comes back.</param>
public sealed record WalletBalance(AssetId Asset, string Name, MoneyTier Tier, ulong Available, ulong Waiting, ulong Reserved)
{
    /// <summary>All that ever came in, in units, change not counted, when the wallet's key does not see what is spent; then the other figures say nothing.</summary>
    public ulong? Received { get; init; }
}
