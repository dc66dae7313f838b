using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>A transaction as an address sees it.</summary>
/// <param name="TransactionId">The transaction.</param>
/// <param name="Height">Its block.</param>
/// <param name="Time">That block's consensus timestamp.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Received">Units that arrived at the lock.</param>
/// <param name="Spent">Units that left it.</param>
public sealed record AddressEntry(
    TransactionId TransactionId,
    ulong Height,
    Timestamp Time,
    AssetId Asset,
    ulong Received,
    ulong Spent);
