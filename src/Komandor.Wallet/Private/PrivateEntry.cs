using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private;

/// <summary>A private transaction of the wallet's history.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="Height">Its block.</param>
/// <param name="Time">That block's timestamp.</param>
/// <param name="Received">Units that came to the wallet's addresses, change included.</param>
/// <param name="Spent">Units of the own notes that it spent; null when the wallet's key does not see them, or they were coins that it does not see.</param>
/// <param name="Fee">Its fee in units.</param>
/// <param name="Recipient">Whom it paid privately, when the wallet made it and can read that; empty otherwise.</param>
/// <param name="Paid">Units that it paid to that recipient.</param>
/// <param name="Memo">The text that came with it, or that was sent along; empty when there is none.</param>
public sealed record PrivateEntry(
    TransactionId Transaction, PrivateTier Tier, ulong Height, Timestamp Time, ulong Received, ulong? Spent, ulong Fee, string Recipient, ulong Paid, string Memo)
{
    /// <summary>Units of what was received that came back to the wallet's address of change.</summary>
    public ulong Change { get; init; }

    /// <summary>Whether the wallet's owner made it. Even an incoming view key tells: something, be it nothing, came back to the address of change, which nobody else is given.</summary>
    public bool IsMade { get; init; }

    /// <summary>Whether it paid an address of the wallet's own.</summary>
    public bool IsToItself => IsMade && Received > Change;
}
