using Komandor.Primitives;

namespace Komandor.State.Indexes;

/// <summary>A secondary index that a type of objects declares: docs/protocol/state.md §9.</summary>
public interface IIndexDefinition
{
    /// <summary>The index's number; no other has it.</summary>
    ushort Id { get; }

    /// <summary>Adds the terms under which an entry is found. It depends on nothing but the entry.</summary>
    /// <param name="key">The entry's key.</param>
    /// <param name="value">Its value; an entry of another type has no terms.</param>
    /// <param name="terms">Receives them, at most <see cref="SecondaryIndexes.MaximumTerms"/> of at most
    /// <see cref="SecondaryIndexes.MaximumTermSizeBytes"/>; equal ones count once.</param>
    void AddTerms(Hash256 key, ReadOnlySpan<byte> value, List<byte[]> terms);
}
