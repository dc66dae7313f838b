namespace Komandor.State.Compact;

/// <summary>Something that happened to the shelves of a <see cref="GatheredKeys"/>.</summary>
/// <param name="Prefix">The first bits of the key. Of images: the first key's of their range.</param>
/// <param name="Place">Where the entry stands now. Of images: the last key's first bits.</param>
/// <param name="Commit">Which commit it belongs to: the changes of one are counted as before all of them.</param>
/// <param name="Ordinal">The entry's number among those with the same fragment. Of images: how many shelves come.</param>
/// <param name="Hash">The index of its bucket's new hash; -1 when it has none. Of images: the index of the first shelf.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct GatheredChange(ulong Prefix, ulong Place, int Commit, int Ordinal, int Hash, RecordKind Kind);
