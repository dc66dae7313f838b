using Komandor.Primitives;

namespace Komandor.Indexer;

/// <summary>A transaction that was ordered and refused.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Fault">The name of the rule that it broke.</param>
public sealed record IndexedRejection(TransactionId Id, string Fault);
