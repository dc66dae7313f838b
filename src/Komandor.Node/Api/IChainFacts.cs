using Komandor.Api.Messages;
using Komandor.Primitives;

namespace Komandor.Node.Api;

/// <summary>What the chain is, from its genesis and its newest final state. Implemented by what runs the node.</summary>
public interface IChainFacts
{
    /// <summary>The network's name.</summary>
    string Network { get; }

    /// <summary>What addresses start with.</summary>
    string AddressPrefix { get; }

    /// <summary>Hash of the genesis.</summary>
    ChainId ChainId { get; }

    /// <summary>The node's shard.</summary>
    ShardId Shard { get; }

    /// <summary>KMCC units that one unit of work costs now.</summary>
    ulong PricePerWork { get; }

    /// <summary>How far ahead of a block a transaction's validity may end, in milliseconds.</summary>
    long MaximumValidityMs { get; }

    /// <summary>The genesis.</summary>
    EncodedGenesis Genesis { get; }

    /// <summary>The supply after the newest final block.</summary>
    SupplyReport Supply();
}
