using Komandor.Primitives;
using Komandor.Wallet.Keys;

namespace Komandor.Wallet.Payments;

/// <summary>A coin that the wallet can spend.</summary>
/// <param name="Id">The object.</param>
/// <param name="Version">Its version.</param>
/// <param name="Asset">What it is units of.</param>
/// <param name="Amount">How many, 1 or more.</param>
/// <param name="Key">The key that opens its lock.</param>
public sealed record Coin(ObjectId Id, ulong Version, AssetId Asset, ulong Amount, KeyPath Key);
