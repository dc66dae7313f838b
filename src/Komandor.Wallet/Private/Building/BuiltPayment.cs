using System.Collections.Immutable;
using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Building;

/// <summary>A private transaction, and what must be on disk before it is handed in.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="Notes">The spent notes with the rings, sets and anchors under which they were offered.</param>
/// <param name="Tags">The objects that it spends by.</param>
internal sealed record BuiltPayment(Transaction Transaction, ImmutableArray<WalletNote> Notes, ImmutableArray<ObjectId> Tags);
