using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Makes the changes of commits that are read from the log.</summary>
/// <remarks>Until images of everything were read, they are gathered and made many together. From then on each commit's root is checked, and what leads
/// back is kept.</remarks>
internal sealed class CommitReplay
{
    private readonly ReplayStart _start;
    private readonly GatheredCommits _gathered;
    private readonly List<ShelfChange> _changes = [];
    private readonly List<StagedKey> _keys = [];
    private readonly List<(Shelf Shelf, int Bucket)> _buckets = [];
    private readonly List<Shelf> _images = [];
    private readonly SortedDictionary<ulong, TouchedShelf> _touched = [];
    private ShelfHasher? _hasher;

    /// <summary>A replay that begins at <paramref name="start"/>.</summary>
    internal CommitReplay(ReplayStart start, IForkJoin forkJoin)
    {
        _start = start;
        IsKnown = start == ReplayStart.First;
        Covered = start.Covered;
        Table = new ShelfTable(IsKnown);
        _gathered = new GatheredCommits(start, Table, forkJoin);
    }

    /// <summary>The index.</summary>
    internal ShelfTable Table { get; }

    /// <summary>What the last commit says.</summary>
    internal CommitState State { get; private set; } = CommitState.Empty;

    /// <summary>What leads back.</summary>
    internal UndoWindow Window { get; private set; } = new(0);

    /// <summary>Whether images of everything were read.</summary>
    internal bool IsKnown { get; private set; }

    /// <summary>The first version at which everything was known.</summary>
    internal ulong Known { get; private set; }

    /// <summary>How far images have come.</summary>
    internal ulong Covered { get; private set; }

    /// <summary>Takes the next commit.</summary>
    internal void Take(List<LogItem> items, CommitState state)
    {
        int ops = 0;
        while (ops < items.Count && items[ops].Record.Kind is RecordKind.Create or RecordKind.Overwrite or RecordKind.Delete)
        {
            ops++;
        }

        if (IsKnown)
        {
            Make(CollectionsMarshal.AsSpan(items), ops);
        }
        else
        {
            _gathered.Add(CollectionsMarshal.AsSpan(items), ops, Covered, state.Covered);
        }

        Finish(state);
    }

    /// <summary>What a record does to the shelf, as it was before the commit.</summary>
    internal static ShelfChange Plan(Shelf shelf, RecordKind kind, int ordinal, ulong prefix, ulong place)
    {
        int index = shelf.FirstFrom(Shelf.Fragment(prefix, shelf.Depth)) + ordinal;
        RequireIndex(index <= shelf.Count - (kind == RecordKind.Create ? 0 : 1));
        return new ShelfChange(kind, index, kind == RecordKind.Delete ? 0 : Shelf.Entry(prefix, shelf.Depth, place));
    }

    /// <summary>Stops at a record that cannot belong to the shelf.</summary>
    internal static void RequireIndex(bool isThere)
    {
        if (!isThere)
        {
            throw new InvalidDataException("The state's log is damaged: a record changes an entry that is not there.");
        }
    }

    private void Make(ReadOnlySpan<LogItem> items, int changes)
    {
        Change(items[..changes]);
        int bucket = 0;
        foreach (ref readonly LogItem item in items[changes..])
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
    }

    private void Change(ReadOnlySpan<LogItem> items)
    {
        _keys.Clear();
        _buckets.Clear();
        for (int first = 0; first < items.Length;)
        {
            Shelf shelf = Table.FindOrMake(Shelf.PrefixOf(items[first].Key));
            int end = first;
            _changes.Clear();
            for (; end < items.Length; end++)
            {
                LogItem item = items[end];
                Hash256 key = item.Key;
                ulong prefix = Shelf.PrefixOf(key);
                if ((prefix ^ shelf.Prefix) >> (64 - shelf.Depth) != 0)
                {
                    break;
                }

                ShelfChange change = Plan(shelf, item.Record.Kind, item.Record.Ordinal, prefix, item.Place);
                _changes.Add(change);
                _keys.Add(new StagedKey(key, change.Kind == RecordKind.Create ? 0 : shelf.Entries[change.Index] & Place.Mask));
                if (item.Record.EndsBucket)
                {
                    int bucket = shelf.BucketOfKey(prefix);
                    _buckets.Add((shelf, bucket));
                    Touch(shelf, bucket);
                }
            }

            shelf.Apply(CollectionsMarshal.AsSpan(_changes));
            Table.Set(shelf);
            first = end;
        }
    }

    private int SetHashes(ReadOnlySpan<byte> content, int bucket)
    {
        foreach (Hash256 hash in MemoryMarshal.Cast<byte, Hash256>(content))
        {
            (Shelf shelf, int index) = _buckets[bucket++];
            shelf.Hashes[index] = hash;
        }

        return bucket;
    }

    private void Restore(ReadOnlySpan<byte> content)
    {
        _images.Clear();
        (ulong first, ulong last) = ShelfImages.Read(content, _images);
        ShelfImages.Put(Table, first, last, CollectionsMarshal.AsSpan(_images));
        foreach (Shelf shelf in _images)
        {
            // Its groups are not known.
            _touched[shelf.Prefix] = new TouchedShelf(shelf, uint.MaxValue);
        }
    }

    private void Touch(Shelf shelf, int bucket)
    {
        uint groups = TouchedShelf.GroupOf(bucket) | (_touched.TryGetValue(shelf.Prefix, out TouchedShelf touched) && touched.Shelf == shelf ? touched.Groups : 0);
        _touched[shelf.Prefix] = new TouchedShelf(shelf, groups);
    }

    private void Move(in LogItem item)
    {
        ulong prefix = Shelf.PrefixOf(item.Key);
        Shelf shelf = Table.FindOrMake(prefix);
        int index = shelf.FirstFrom(Shelf.Fragment(prefix, shelf.Depth)) + item.Record.Ordinal;
        RequireIndex(index < shelf.Count);
        shelf.Move(index, Shelf.Entry(prefix, shelf.Depth, item.Place));
    }

    private void Finish(CommitState state)
    {
        if (IsKnown)
        {
            Hash(_touched.Values, state);
        }
        else if (state.Covered - _start.Covered >= ShelfImages.Round)
        {
            _gathered.Make();
            Know(state);
        }

        _touched.Clear();
        State = state;
        Covered = state.Covered;
    }

    private void Know(CommitState state)
    {
        IsKnown = Table.IsKnown();
        if (IsKnown)
        {
            Known = state.Version;
            Window = new UndoWindow(state.Version);
            _hasher = new ShelfHasher(Table);
            Check(_hasher.Run(Table.Shelves().Select(shelf => new TouchedShelf(shelf, uint.MaxValue)), []), state);
        }
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
