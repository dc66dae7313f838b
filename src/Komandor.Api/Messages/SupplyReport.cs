using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>The supply of every asset.</summary>
/// <param name="Assets">By asset, KMCC first.</param>
/// <param name="Conserved">Whether coins, fees and private pools sum to the supply of every asset.</param>
/// <param name="Height">The block after which this holds.</param>
/// <param name="StateRoot">The state's root after that block.</param>
public sealed record SupplyReport(
    IReadOnlyList<AssetSupply> Assets,
    bool Conserved,
    ulong Height,
    Hash256 StateRoot);
