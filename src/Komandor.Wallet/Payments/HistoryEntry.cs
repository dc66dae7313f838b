using Komandor.Primitives;

namespace Komandor.Wallet.Payments;

/// <summary>A transaction as the wallet's owner sees it.</summary>
/// <param name="TransactionId">The transaction.</param>
/// <param name="State">What became of it.</param>
/// <param name="Time">Its block's timestamp; for one that is not final, when it was signed.</param>
/// <param name="Height">Its block, when final.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Received">Units that came to the wallet's addresses, change included.</param>
/// <param name="Spent">Units that left them.</param>
/// <param name="Payment">What the wallet noted when it made it; null for what others sent.</param>
public sealed record HistoryEntry(
    TransactionId TransactionId,
    PaymentState State,
    Timestamp Time,
    ulong? Height,
    AssetId Asset,
    ulong Received,
    ulong Spent,
    PaymentRecord? Payment)
{
    /// <summary>The public memo that came with it; empty when there is none.</summary>
    public string Memo { get; init; } = string.Empty;

    /// <summary>Whom the wallet paid, when it did not note that itself, such as before it was restored; empty otherwise.</summary>
    public string Recipient { get; init; } = string.Empty;
}
