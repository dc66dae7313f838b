using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>An object that a transaction consumes or continues.</summary>
/// <param name="ObjectId">Which.</param>
/// <param name="ObjectVersion">The version that it must have.</param>
public readonly record struct TransactionInput(ObjectId ObjectId, ulong ObjectVersion);
