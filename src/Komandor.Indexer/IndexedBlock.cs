using Komandor.Primitives;

namespace Komandor.Indexer;

/// <summary>A final block as the index takes it.</summary>
/// <param name="Height">Its height; the genesis is 0.</param>
/// <param name="Id">Hash of its header.</param>
/// <param name="Round">The consensus round that it came from.</param>
/// <param name="Time">Its consensus timestamp.</param>
/// <param name="FinalityMs">From the timestamp to the certificate as this node saw it, when it saw it.</param>
/// <param name="Transactions">What took effect, in the block's order.</param>
/// <param name="Rejections">What was ordered and refused.</param>
/// <param name="Created">Objects that no transaction made: the genesis's allocations.</param>
public sealed record IndexedBlock(
    ulong Height,
    BlockId Id,
    ulong Round,
    Timestamp Time,
    int? FinalityMs,
    IReadOnlyList<IndexedTransaction> Transactions,
    IReadOnlyList<IndexedRejection> Rejections,
    IReadOnlyList<IndexedObject> Created);
