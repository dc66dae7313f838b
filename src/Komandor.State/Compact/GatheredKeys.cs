using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>What opening has read of the keys that share their first <see cref="Shelf.MinimumDepth"/> bits and has not made yet, in the log's order.</summary>
/// <remarks>No shelf lies in two of these, so they can be made side by side once the table has room.</remarks>
internal sealed class GatheredKeys
{
    private readonly List<GatheredChange> _items = [];
    private readonly List<Hash256> _hashes = [];
    private readonly List<Shelf> _shelves = [];
    private readonly List<ShelfChange> _changes = [];

    /// <summary>Adds a change or a move of an entry.</summary>
    internal void Add(in GatheredChange change) => _items.Add(change);

    /// <summary>Adds a change of an entry that is its bucket's last.</summary>
    internal void Add(in GatheredChange change, in Hash256 bucketHash)
    {
        _items.Add(change with { Hash = _hashes.Count });
        _hashes.Add(bucketHash);
    }

    /// <summary>Adds the images of all shelves of a range of keys, which lies in this one.</summary>
    internal void Add(ulong first, ulong last, ReadOnlySpan<Shelf> shelves)
    {
        _items.Add(new GatheredChange(first, last, 0, shelves.Length, _shelves.Count, RecordKind.Images));
        _shelves.AddRange(shelves);
    }

    /// <summary>Makes what was gathered, and is empty then.</summary>
    internal void Make(ShelfTable table)
    {
        ReadOnlySpan<GatheredChange> items = CollectionsMarshal.AsSpan(_items);
        for (int at = 0; at < items.Length;)
        {
            ref readonly GatheredChange item = ref items[at];
            switch (item.Kind)
            {
                case RecordKind.Images:
                    ShelfImages.Put(table, item.Prefix, item.Place, CollectionsMarshal.AsSpan(_shelves).Slice(item.Hash, item.Ordinal));
                    at++;
                    break;
                case RecordKind.Move:
                    Move(table, item);
                    at++;
                    break;
                default:
                    at = Change(table, items, at);
                    break;
            }
        }

        _items.Clear();
        _hashes.Clear();
        _shelves.Clear();
    }

    private static Shelf ShelfOf(ShelfTable table, ulong prefix)
    {
        Shelf shelf = table.FindOrMake(prefix);
        return shelf != ShelfTable.Unknown ? shelf : throw new InvalidDataException("The state's log is damaged: a commit covers keys that it has no image of.");
    }

    private static void Move(ShelfTable table, in GatheredChange item)
    {
        Shelf shelf = ShelfOf(table, item.Prefix);
        int index = shelf.FirstFrom(Shelf.Fragment(item.Prefix, shelf.Depth)) + item.Ordinal;
        CommitReplay.RequireIndex(index < shelf.Count);
        shelf.Move(index, Shelf.Entry(item.Prefix, shelf.Depth, item.Place));
    }

    /// <summary>Makes the changes of one shelf and commit, which are neighbours.</summary>
    /// <returns>Behind the last of them.</returns>
    private int Change(ShelfTable table, ReadOnlySpan<GatheredChange> items, int at)
    {
        int commit = items[at].Commit;
        Shelf shelf = ShelfOf(table, items[at].Prefix);
        _changes.Clear();
        for (; at < items.Length; at++)
        {
            ref readonly GatheredChange item = ref items[at];
            if (item.Commit != commit || item.Kind > RecordKind.Delete || (item.Prefix ^ shelf.Prefix) >> (64 - shelf.Depth) != 0)
            {
                break;
            }

            _changes.Add(CommitReplay.Plan(shelf, item.Kind, item.Ordinal, item.Prefix, item.Place));
            if (item.Hash >= 0)
            {
                shelf.Hashes[shelf.BucketOfKey(item.Prefix)] = _hashes[item.Hash];
            }
        }

        shelf.Apply(CollectionsMarshal.AsSpan(_changes));
        table.Set(shelf);
        return at;
    }
}
