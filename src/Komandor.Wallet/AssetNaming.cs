using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Primitives;

namespace Komandor.Wallet;

/// <summary>The names that the genesis gave to assets, as a node tells them. They are text of strangers.</summary>
public static class AssetNaming
{
    /// <summary>The names by asset; KMCC's alone from a node that does not tell its supply.</summary>
    public static async Task<IReadOnlyDictionary<AssetId, string>> AskAsync(INodeApi node, CancellationToken cancellationToken)
    {
        try
        {
            SupplyReport supply = await node.CallAsync(ApiCatalogue.StateSupply, new NoParameters(), cancellationToken).ConfigureAwait(false);
            return supply.Assets.ToDictionary(asset => asset.Asset, asset => asset.Asset == AssetId.Kmcc ? "KMCC" : asset.Name);
        }
        catch (ApiException missing) when (missing.Code is ApiErrorCode.MethodNotFound or ApiErrorCode.NotReady or ApiErrorCode.Busy)
        {
            return new Dictionary<AssetId, string> { [AssetId.Kmcc] = "KMCC" };
        }
    }
}
