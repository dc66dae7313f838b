using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.State;
using Komandor.State.Indexes;

namespace Komandor.Replica.Indexes;

/// <summary>Finds objects by their lock in a member's store: docs/protocol/state.md §9. From any thread from which the store can be read.</summary>
/// <remarks>It follows the newest executed block, which may not be final. It proves nothing: who asks looks the objects up in a state and proves them.</remarks>
/// <param name="store">The store of a member that keeps indexes.</param>
public sealed class ObjectIndex(IKeyValueStore store)
{
    private readonly SecondaryIndexes _indexes = StateIndexes.OverStore(store);

    /// <summary>Whether every object is found; false while the index is made anew, or where none is kept.</summary>
    public bool IsWhole => IndexProgress.Read(store) is { Phase: IndexPhase.Whole };

    /// <summary>The objects of a type under a lock, ascending by id.</summary>
    /// <param name="type">The type.</param>
    /// <param name="held">The lock.</param>
    /// <param name="from">The least id, so that a long answer can be had in parts.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<ObjectId> Find(ObjectType type, Ledger.Lock held, ObjectId from, int most) =>
        [.. _indexes.Find(ObjectsByLock.Number, ObjectsByLock.TermOf(type, held), from.Value, most).Select(key => new ObjectId(key))];
}
