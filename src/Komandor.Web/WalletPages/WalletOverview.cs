using Komandor.Primitives;

namespace Komandor.Web.WalletPages;

/// <summary>What a wallet has, as far as it is known.</summary>
/// <param name="Balances">By asset and tier, KMCC first; an asset that the wallet never had is not there.</param>
/// <param name="Scan">How far private notes were looked for; null from a node that serves no private money.</param>
public sealed record WalletOverview(IReadOnlyList<WalletBalance> Balances, WalletScan? Scan)
{
    /// <summary>How many shielded notes there are, of all people; 0 when it is not known.</summary>
    public ulong ShieldedNotes { get; init; }

    /// <summary>Why this is not of now, such as that no node answers; null when it is.</summary>
    public string? Problem { get; init; }

    /// <summary>When it was so; null when that is not known, such as of what the wallet's file keeps.</summary>
    public Timestamp? AsOf { get; init; }

    /// <summary>Whether private notes may still be missing.</summary>
    public bool IsBehind => Scan is { IsDone: false };
}
