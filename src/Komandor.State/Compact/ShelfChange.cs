namespace Komandor.State.Compact;

/// <summary>One change of a shelf's entries.</summary>
/// <param name="Kind">Create, overwrite or delete.</param>
/// <param name="Index">The entry's index before the commit; for a creation, that of the entry that will follow it.</param>
/// <param name="Entry">The new entry.</param>
internal readonly record struct ShelfChange(RecordKind Kind, int Index, ulong Entry)
{
    /// <summary>By how much the shelf grows.</summary>
    internal int Growth => Kind switch { RecordKind.Create => 1, RecordKind.Delete => -1, _ => 0 };
}
