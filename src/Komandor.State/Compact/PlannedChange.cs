namespace Komandor.State.Compact;

/// <summary>A change whose record is not written yet.</summary>
/// <param name="Kind">Create, overwrite or delete.</param>
/// <param name="Index">The entry's index in the shelf.</param>
/// <param name="Change">Its index among the commit's changes of this shelf.</param>
/// <param name="Leaf">Its leaf's index; for a deletion, of no meaning.</param>
/// <param name="OldPlace">Where the entry stood; zero for a creation.</param>
/// <param name="OldSizeBytes">The size of its record.</param>
internal readonly record struct PlannedChange(RecordKind Kind, int Index, int Change, int Leaf, ulong OldPlace, int OldSizeBytes);
