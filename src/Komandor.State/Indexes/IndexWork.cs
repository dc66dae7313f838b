namespace Komandor.State.Indexes;

/// <summary>What keeping the indexes of a commit cost: the same on every member.</summary>
/// <param name="Terms">Terms that were written or deleted.</param>
/// <param name="Bytes">Their bytes, with those of the keys that they lead to.</param>
public readonly record struct IndexWork(long Terms, long Bytes);
