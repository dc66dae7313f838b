using Komandor.Primitives;

namespace Komandor.Indexer;

/// <summary>A version of an object, who made it and who used it.</summary>
/// <param name="Object">The version.</param>
/// <param name="CreatedBy">The transaction that made it; null for the genesis.</param>
/// <param name="SpentBy">The transaction that used it, or null while it exists.</param>
public sealed record ObjectRow(IndexedObject Object, TransactionId? CreatedBy, TransactionId? SpentBy);
