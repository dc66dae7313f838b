using Komandor.Primitives;

namespace Komandor.Indexer;

/// <summary>A transaction as a lock sees it, for one asset.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="Height">Its block.</param>
/// <param name="Time">That block's consensus timestamp.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Received">Units that arrived at the lock.</param>
/// <param name="Spent">Units that left it.</param>
public sealed record HistoryRow(TransactionId Transaction, ulong Height, Timestamp Time, AssetId Asset, ulong Received, ulong Spent);
