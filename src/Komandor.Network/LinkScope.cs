using Komandor.Primitives;

namespace Komandor.Network;

/// <summary>What a link is for: members of one shard of one chain talk to each other and to nobody else.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Shard">The shard.</param>
public readonly record struct LinkScope(ChainId Chain, ShardId Shard);
