using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private;

/// <summary>A private transaction of the wallet's history.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="Height">Its block.</param>
/// <param name="Time">That block's timestamp.</param>
/// <param name="Received">Units that came to the wallet's addresses, change included.</param>
/// <param name="Spent">Units of the own notes that it spent.</param>
/// <param name="Fee">Its fee in units.</param>
/// <param name="Recipient">Whom it paid, when the wallet made it and can read that; empty otherwise.</param>
/// <param name="Paid">Units that it paid to that recipient.</param>
/// <param name="Memo">The text that came with it, or that was sent along; empty when there is none.</param>
public sealed record PrivateEntry(
    TransactionId Transaction, PrivateTier Tier, ulong Height, Timestamp Time, ulong Received, ulong Spent, ulong Fee, string Recipient, ulong Paid, string Memo);
