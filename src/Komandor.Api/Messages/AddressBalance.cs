namespace Komandor.Api.Messages;

/// <summary>What a lock holds.</summary>
/// <param name="Lock">The lock as text.</param>
/// <param name="Address">The lock as an address, when it has one.</param>
/// <param name="Balances">By asset, KMCC first.</param>
/// <param name="Height">The block after which this holds.</param>
public sealed record AddressBalance(
    string Lock,
    string? Address,
    IReadOnlyList<AssetAmount> Balances,
    ulong Height);
