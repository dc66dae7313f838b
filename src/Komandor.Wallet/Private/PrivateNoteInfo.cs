using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private;

/// <summary>An own note as its owner sees it.</summary>
/// <param name="Tier">Its tier.</param>
/// <param name="Index">Its index in the pool.</param>
/// <param name="Value">Its value in units.</param>
/// <param name="Height">The block that made it.</param>
/// <param name="Transaction">The transaction that made it.</param>
/// <param name="Address">The number of the address that it came to; null for change.</param>
/// <param name="State">What became of it.</param>
/// <param name="Key">Its one-time key, 64 hexadecimal digits.</param>
public sealed record PrivateNoteInfo(
    PrivateTier Tier, ulong Index, ulong Value, ulong Height, TransactionId Transaction, ulong? Address, PrivateNoteState State, string Key);
