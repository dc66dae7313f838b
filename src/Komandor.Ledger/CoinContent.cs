using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>An amount of an asset.</summary>
/// <param name="Asset">The asset; zero is KMCC.</param>
/// <param name="Amount">In the asset's units, 1 or more; 10⁸ units are one KMCC.</param>
public sealed record CoinContent(AssetId Asset, ulong Amount) : ObjectContent
{
    /// <inheritdoc/>
    public override ObjectType Type => ObjectType.Coin;

    /// <inheritdoc/>
    public override void Write(CanonicalWriter writer)
    {
        writer.Hash(Asset.Value);
        writer.VarUInt(Amount);
    }
}
