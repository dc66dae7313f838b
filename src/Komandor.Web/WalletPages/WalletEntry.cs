using Komandor.Primitives;

namespace Komandor.Web.WalletPages;

/// <summary>A transaction as the wallet's owner sees it.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Time">Its block's timestamp; for one that is not final, when it was signed.</param>
/// <param name="Asset">The asset.</param>
/// <param name="AssetName">Its name; text of strangers.</param>
/// <param name="Received">Units that came to the wallet, change included.</param>
/// <param name="Spent">Units that left it; null when the wallet's key does not see it.</param>
/// <param name="Recipient">Whom this wallet paid; null when others paid it.</param>
/// <param name="Memo">What came or went with it, when the wallet can read that.</param>
/// <param name="Fault">The rule that it broke, when rejected.</param>
/// <param name="FinalityMs">How long it took to become final, in milliseconds, when this wallet watched it.</param>
/// <param name="Tiers">Which money of the wallet it moved, in words.</param>
/// <param name="Kind">Whether somebody was paid by it.</param>
public sealed record WalletEntry(
    TransactionId Id,
    WalletOutcome Outcome,
    Timestamp Time,
    AssetId Asset,
    string AssetName,
    ulong Received,
    ulong? Spent,
    string? Recipient,
    string? Memo,
    string? Fault,
    int? FinalityMs,
    string Tiers,
    WalletEntryKind Kind)
{
    /// <summary>The units that the wallet has more or less by it, or what of its own moved; null when the wallet's key does not see it.</summary>
    public ulong? Units { get; init; } = Spent is ulong spent ? Math.Max(spent, Received) - Math.Min(spent, Received) : null;

    /// <summary>Whether the wallet has less by it; null of own money that moved, when the wallet's key does not see from where.</summary>
    public bool? IsOutgoing { get; init; } = Spent is null || Spent > Received;

    /// <summary>Whether private notes of the wallet took part, or may have: then the wallet can open it.</summary>
    public bool IsPrivate => Tiers != "transparent";
}
