using Komandor.Api.Messages;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Web.Display;

namespace Komandor.Web.Explorer;

/// <summary>The names that the genesis gave to assets. They are text of strangers: pages encode them.</summary>
/// <param name="report">The supply, which lists every asset; null when it is not known.</param>
public sealed class AssetNames(SupplyReport? report)
{
    private readonly Dictionary<AssetId, string> _names =
        report?.Assets.ToDictionary(asset => asset.Asset, asset => asset.Name) ?? [];

    /// <summary>The asset's name, or its shortened id when it has none.</summary>
    public string Of(AssetId asset) =>
        asset == AssetId.Kmcc ? "KMCC"
        : _names.TryGetValue(asset, out string? name) && name.Length > 0 ? name
        : ShortText.Of(asset.ToString());

    /// <summary>An amount without its asset's name: KMCC with eight decimals, any other asset in whole units.</summary>
    public static string Amount(AssetId asset, ulong units) => Amounts.Number(units, asset);
}
