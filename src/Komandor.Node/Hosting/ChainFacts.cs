using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Indexer;
using Komandor.Ledger;
using Komandor.Node.Api;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Node.Hosting;

/// <summary>What the chain is: from its genesis, and for the supply from the index beside the state.</summary>
internal sealed class ChainFacts(Genesis genesis, string genesisJson, IndexReader index, Func<ulong, IStateReader?> stateAt) : IChainFacts
{
    /// <inheritdoc/>
    public string Network => genesis.Network;

    /// <inheritdoc/>
    public string AddressPrefix => genesis.AddressPrefix;

    /// <inheritdoc/>
    public ChainId ChainId => genesis.ChainId;

    /// <inheritdoc/>
    public ShardId Shard => genesis.Shard;

    /// <inheritdoc/>
    public ulong PricePerWork => genesis.Parameters.WorkPrice;

    /// <inheritdoc/>
    public long MaximumValidityMs => (long)(genesis.Parameters.ValidityHorizonMicroseconds / Timestamp.PerMillisecond);

    /// <inheritdoc/>
    public EncodedGenesis Genesis { get; } = new(Convert.ToHexStringLower(genesis.Encode()), genesisJson);

    /// <inheritdoc/>
    public SupplyReport Supply()
    {
        (IReadOnlyList<KeyValuePair<AssetId, ulong>> counted, ulong height) = index.Totals();
        Dictionary<AssetId, ulong> totals = new(counted);
        IStateReader state = stateAt(height)
            ?? throw new ApiException(ApiErrorCode.NotReady, "The state of the newest final block is not here yet. Try again.", retryAfterMs: 500);
        ulong fees = SystemObjects.ReadNumber(state, SystemObjects.FeePool);
        List<AssetSupply> assets = [];
        bool conserved = true;
        foreach (AssetId asset in genesis.Allocations.Select(allocation => allocation.Asset).Append(AssetId.Kmcc).Distinct().Order())
        {
            ulong supply = SystemObjects.ReadNumber(state, SystemObjects.Supply(asset));
            ulong coins = totals.GetValueOrDefault(asset);
            ulong pool = asset == AssetId.Kmcc ? fees : 0;
            conserved &= (UInt128)coins + pool == supply;
            assets.Add(new AssetSupply(asset, NameOf(asset), supply, coins, pool));
        }

        conserved &= totals.Keys.All(asset => assets.Any(known => known.Asset == asset));
        return new SupplyReport(assets, conserved, height, state.Root);
    }

    private string NameOf(AssetId asset) =>
        asset == AssetId.Kmcc ? "KMCC" : genesis.Allocations.First(allocation => allocation.Asset == asset).Label;
}
