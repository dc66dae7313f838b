using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>What chain this is, how far it has come, and what a transaction costs.</summary>
/// <param name="Network">The network's name from the genesis, such as <c>development</c>.</param>
/// <param name="AddressPrefix">What addresses of this network start with.</param>
/// <param name="ChainId">Hash of the genesis.</param>
/// <param name="Shard">The shard that this node is a member of.</param>
/// <param name="Height">Height of the newest final block.</param>
/// <param name="BlockId">Its id.</param>
/// <param name="Round">The consensus round that it came from.</param>
/// <param name="Time">Its consensus timestamp; locks of the next block compare with it.</param>
/// <param name="StateRoot">The state's root after it.</param>
/// <param name="PricePerWork">KMCC units that one unit of work costs now.</param>
/// <param name="MaximumValidityMs">How far ahead of a block a transaction's validity may end, in milliseconds.</param>
/// <param name="Software">Name and version of the node's software.</param>
public sealed record ChainInfo(
    string Network,
    string AddressPrefix,
    ChainId ChainId,
    ShardId Shard,
    ulong Height,
    BlockId BlockId,
    ulong Round,
    Timestamp Time,
    Hash256 StateRoot,
    ulong PricePerWork,
    long MaximumValidityMs,
    string Software)
{
    /// <summary>What took effect since the genesis; null when the node does not count it.</summary>
    public TransactionTotals? Transactions { get; init; }
}
