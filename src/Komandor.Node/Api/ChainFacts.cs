using System.Text;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Indexer;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Node.Api;

/// <summary>The chain's facts from its genesis, the index and the state.</summary>
/// <param name="genesis">The genesis.</param>
/// <param name="genesisJson">The same as people wrote it.</param>
/// <param name="index">The read models: what coins sum to.</param>
/// <param name="stateAt">The state after the block of a height; null when it is pruned or not there.</param>
public sealed class ChainFacts(Genesis genesis, ReadOnlyMemory<byte> genesisJson, IndexReader index, Func<ulong, IStateReader?> stateAt)
{
    /// <summary>The network's name.</summary>
    public string Network => genesis.Network;

    /// <summary>What addresses start with.</summary>
    public string AddressPrefix => genesis.AddressPrefix;

    /// <summary>Hash of the genesis.</summary>
    public ChainId ChainId => genesis.ChainId;

    /// <summary>The node's shard.</summary>
    public ShardId Shard => genesis.Shard;

    /// <summary>KMCC units that one unit of work costs now.</summary>
    public ulong PricePerWork => genesis.Parameters.WorkPrice;

    /// <summary>The numbers of private money.</summary>
    public PrivateParameters Private => genesis.Parameters.Private;

    /// <summary>How far ahead of a block a transaction's validity may end, in milliseconds.</summary>
    public long MaximumValidityMs => (long)(genesis.Parameters.ValidityHorizonMicroseconds / 1000);

    /// <summary>The genesis.</summary>
    public EncodedGenesis Genesis { get; } = new(Convert.ToHexStringLower(genesis.Encode()), Encoding.UTF8.GetString(genesisJson.Span));

    /// <summary>The supply after the newest indexed block, which is final.</summary>
    /// <exception cref="ApiException">Its state is not here (<see cref="ApiErrorCode.NotReady"/>).</exception>
    public SupplyReport Supply()
    {
        (IReadOnlyList<KeyValuePair<AssetId, ulong>> totals, ulong height) = index.Totals();
        IStateReader state = stateAt(height)
            ?? throw new ApiException(ApiErrorCode.NotReady, "The state of the newest final block is not here. Try again.", retryAfterMs: 500);
        Dictionary<AssetId, ulong> coins = new(totals);
        List<AssetSupply> assets = [];
        bool conserved = true;
        foreach (AssetId asset in coins.Keys.Concat(genesis.Allocations.Select(allocation => allocation.Asset)).Append(AssetId.Kmcc).Distinct().Order())
        {
            ulong supply = SystemObjects.ReadNumber(state, SystemObjects.Supply(asset));
            ulong pool = asset == AssetId.Kmcc ? SystemObjects.ReadNumber(state, SystemObjects.FeePool) : 0;
            ulong inCoins = coins.GetValueOrDefault(asset);
            ulong hidden = asset == AssetId.Kmcc ? PoolState.Read(state, PoolId.Ring).Total + PoolState.Read(state, PoolId.Shielded).Total : 0;
            conserved &= (UInt128)inCoins + pool + hidden == supply;
            assets.Add(new AssetSupply(asset, NameOf(asset), supply, inCoins, pool) { Pools = hidden });
        }

        return new SupplyReport(assets, conserved, height, state.Root);
    }

    private string NameOf(AssetId asset) => asset == AssetId.Kmcc
        ? "KMCC"
        : genesis.Allocations.FirstOrDefault(allocation => allocation.Asset == asset)?.Label ?? asset.ToString()[..8];
}
