using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Makes the changes of commits that are read from the log.</summary>
/// <remarks>Until images of everything were read, shelves that are not known yet are passed over: their images will bring what is missed. From then on
/// each commit's root is checked, and what leads back is kept.</remarks>
internal sealed class CommitReplay(ReplayStart start)
{
    private readonly List<ShelfChange> _changes = [];
    private readonly List<StagedKey> _keys = [];
    private readonly List<(Shelf? Shelf, int Bucket)> _buckets = [];
    private readonly List<Shelf> _images = [];
    private readonly SortedDictionary<ulong, TouchedShelf> _touched = [];
    private ShelfHasher? _hasher;

    /// <summary>The index.</summary>
    internal ShelfTable Table { get; } = new(start == ReplayStart.First);

    /// <summary>What the last commit says.</summary>
    internal CommitState State { get; private set; } = CommitState.Empty;

    /// <summary>What leads back.</summary>
    internal UndoWindow Window { get; private set; } = new(0);

    /// <summary>Whether images of everything were read.</summary>
    internal bool IsKnown { get; private set; } = start == ReplayStart.First;

    /// <summary>The first version at which everything was known.</summary>
    internal ulong Known { get; private set; }

    /// <summary>How far images have come.</summary>
    internal ulong Covered { get; private set; } = start.Covered;

    /// <summary>Takes the next commit.</summary>
    internal void Take(List<LogItem> items, CommitState state)
    {
        int ops = 0;
        while (ops < items.Count && items[ops].Record.Kind is RecordKind.Create or RecordKind.Overwrite or RecordKind.Delete)
        {
            ops++;
        }

        Change(CollectionsMarshal.AsSpan(items)[..ops]);
        int bucket = 0;
        foreach (LogItem item in CollectionsMarshal.AsSpan(items)[ops..])
        {
            switch (item.Record.Kind)
            {
                case RecordKind.Hashes:
                    bucket = SetHashes(item.Content, bucket);
                    break;
                case RecordKind.Images:
                    Restore(item.Content);
                    break;
                default:
                    Move(item);
                    break;
            }
        }

        Finish(state);
    }

    private void Change(ReadOnlySpan<LogItem> items)
    {
        _keys.Clear();
        _buckets.Clear();
        for (int first = 0; first < items.Length;)
        {
            ulong prefix = Shelf.PrefixOf(items[first].Key);
            Shelf? shelf = Table.Find(prefix) is { } found && found == ShelfTable.Unknown ? null : Table.FindOrMake(prefix);
            int end = first;
            _changes.Clear();
            for (; end < items.Length; end++)
            {
                LogItem item = items[end];
                Hash256 key = item.Key;
                ulong one = Shelf.PrefixOf(key);
                if (shelf is null ? Table.Find(one) != ShelfTable.Unknown : (one ^ shelf.Prefix) >> (64 - shelf.Depth) != 0)
                {
                    break;
                }

                if (shelf is not null)
                {
                    Plan(shelf, item, key, one);
                }

                if (item.Record.EndsBucket)
                {
                    int bucket = shelf?.BucketOfKey(one) ?? 0;
                    _buckets.Add((shelf, bucket));
                    Touch(shelf, bucket);
                }
            }

            if (shelf is not null)
            {
                shelf.Apply(CollectionsMarshal.AsSpan(_changes));
                Table.Set(shelf);
            }

            first = end;
        }
    }

    private void Plan(Shelf shelf, in LogItem item, in Hash256 key, ulong prefix)
    {
        int index = shelf.FirstFrom(Shelf.Fragment(prefix, shelf.Depth)) + item.Record.Ordinal;
        RecordKind kind = item.Record.Kind;
        if (index > shelf.Count - (kind == RecordKind.Create ? 0 : 1))
        {
            throw new InvalidDataException("The state's log is damaged: a record changes an entry that is not there.");
        }

        _changes.Add(new ShelfChange(kind, index, kind == RecordKind.Delete ? 0 : Shelf.Entry(prefix, shelf.Depth, item.Place)));
        if (IsKnown)
        {
            _keys.Add(new StagedKey(key, kind == RecordKind.Create ? 0 : shelf.Entries[index] & Place.Mask));
        }
    }

    private int SetHashes(ReadOnlySpan<byte> content, int bucket)
    {
        foreach (Hash256 hash in MemoryMarshal.Cast<byte, Hash256>(content))
        {
            (Shelf? shelf, int index) = _buckets[bucket++];
            if (shelf is not null)
            {
                shelf.Hashes[index] = hash;
            }
        }

        return bucket;
    }

    private void Restore(ReadOnlySpan<byte> content)
    {
        _images.Clear();
        ShelfImages.Read(content, Table, _images);
        foreach (Shelf shelf in _images)
        {
            // Its groups are not known.
            if (IsKnown)
            {
                _touched[shelf.Prefix] = new TouchedShelf(shelf, uint.MaxValue);
            }
        }
    }

    private void Touch(Shelf? shelf, int bucket)
    {
        if (IsKnown && shelf is not null)
        {
            uint groups = TouchedShelf.GroupOf(bucket) | (_touched.TryGetValue(shelf.Prefix, out TouchedShelf touched) && touched.Shelf == shelf ? touched.Groups : 0);
            _touched[shelf.Prefix] = new TouchedShelf(shelf, groups);
        }
    }

    private void Move(in LogItem item)
    {
        ulong prefix = Shelf.PrefixOf(item.Key);
        if (Table.Find(prefix) is { } shelf && shelf != ShelfTable.Unknown)
        {
            shelf.Move(shelf.FirstFrom(Shelf.Fragment(prefix, shelf.Depth)) + item.Record.Ordinal, Shelf.Entry(prefix, shelf.Depth, item.Place));
        }
    }

    private void Finish(CommitState state)
    {
        if (IsKnown)
        {
            Hash(_touched.Values, state);
        }
        else if (state.Covered - start.Covered >= ShelfImages.Round && Table.IsKnown())
        {
            IsKnown = true;
            Known = state.Version;
            Window = new UndoWindow(state.Version);
            _hasher = new ShelfHasher(Table);
            Check(_hasher.Run(Table.Shelves().Select(shelf => new TouchedShelf(shelf, uint.MaxValue)), []), state);
        }

        _touched.Clear();
        State = state;
        Covered = state.Covered;
    }

    private void Hash(IEnumerable<TouchedShelf> shelves, CommitState state)
    {
        _hasher ??= new ShelfHasher(Table);
        List<TreeNode> before = [];
        Check(_hasher.Run(shelves, before), state);
        if (state.Version != State.Version + 1)
        {
            // The owner began to count anew, as after an import.
            Window = new UndoWindow(state.Version);
            Known = state.Version;
            return;
        }

        Window.Append(new VersionUndo(state.Version, State.Root, State.Count, [.. _keys], [.. before]));
        Window.Forget(state.Oldest);
    }

    private static void Check(Hash256 root, CommitState state)
    {
        if (root != state.Root)
        {
            throw new InvalidDataException($"The state's log is damaged: what it says of version {state.Version} does not lead to its root.");
        }
    }
}
