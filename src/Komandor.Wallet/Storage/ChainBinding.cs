using Komandor.Primitives;

namespace Komandor.Wallet.Storage;

/// <summary>The chain that a wallet belongs to since it first met a node.</summary>
/// <param name="ChainId">Hash of the genesis.</param>
/// <param name="Network">The network's name.</param>
/// <param name="AddressPrefix">What its addresses start with.</param>
/// <param name="Shard">The home shard of the wallet's addresses.</param>
public sealed record ChainBinding(ChainId ChainId, string Network, string AddressPrefix, ShardId Shard);
