using System.Collections.Immutable;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private;

/// <summary>A private transaction as somebody with a view key sees it.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="Height">Its block.</param>
/// <param name="Time">That block's timestamp.</param>
/// <param name="Fee">Its fee in units.</param>
/// <param name="Entering">Units that entered the pool, which everybody sees.</param>
/// <param name="Leaving">Units that left the pool, which everybody sees.</param>
/// <param name="Outputs">How many notes it made.</param>
/// <param name="Notes">Those of them that are the key's own.</param>
/// <param name="Spent">Units of own notes that it spent; null when the key, or what was scanned with it, cannot tell.</param>
/// <param name="Recipient">Whom the key's owner paid by it, transparent when something left the pool; empty when it was somebody else's payment, or the key does not see that.</param>
/// <param name="Paid">How much of it, in units.</param>
/// <param name="Memo">The memo; empty when there is none, or it is for somebody else.</param>
public sealed record OpenedTransaction(
    TransactionId Id,
    PrivateTier Tier,
    ulong Height,
    Timestamp Time,
    ulong Fee,
    ulong Entering,
    ulong Leaving,
    int Outputs,
    ImmutableArray<OpenedNote> Notes,
    ulong? Spent,
    string Recipient,
    ulong Paid,
    string Memo)
{
    /// <summary>Whether it paid a transparent address: then recipient, amount and memo are public.</summary>
    public bool IsPublic => Leaving > 0;

    /// <summary>Whether the key's owner has any part in it.</summary>
    public bool HasPart => Notes.Length > 0 || Recipient.Length > 0 || Spent > 0;
}
