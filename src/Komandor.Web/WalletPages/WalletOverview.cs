namespace Komandor.Web.WalletPages;

/// <summary>What a wallet has, as far as it is known.</summary>
/// <param name="Balances">By asset and tier, KMCC first; an asset that the wallet never had is not there.</param>
/// <param name="Scan">How far private notes were looked for; null from a node that serves no private money.</param>
public sealed record WalletOverview(IReadOnlyList<WalletBalance> Balances, WalletScan? Scan)
{
    /// <summary>Whether private notes may still be missing.</summary>
    public bool IsBehind => Scan is { IsDone: false };
}
