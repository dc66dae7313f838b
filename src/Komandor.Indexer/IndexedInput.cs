using Komandor.Primitives;

namespace Komandor.Indexer;

/// <summary>A version of an object that a transaction used.</summary>
/// <param name="Id">The object.</param>
/// <param name="Version">Its version.</param>
public readonly record struct IndexedInput(ObjectId Id, ulong Version);
