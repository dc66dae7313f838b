using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Commits that opening has read while not everything is known: what they do to shelves is sorted by keys and made later, many commits together.</summary>
/// <remarks>Made one after another, each record would wait for memory that is in no cache: a shelf's slot, its entries, its hash. What happens to a shelf
/// whose image is still to come is passed over, since that image will tell.</remarks>
internal sealed class GatheredCommits(ReplayStart start, ShelfTable table, IForkJoin forkJoin)
{
    // Some 50 bytes each, and enough that the shelves of one list are come by often.
    private const int MaximumWaiting = 1 << 20;
    private const int Shift = 64 - Shelf.MinimumDepth;

    private readonly GatheredKeys[] _keys = [.. Enumerable.Range(0, 1 << Shelf.MinimumDepth).Select(_ => new GatheredKeys())];
    private readonly List<Shelf> _images = [];
    private ulong _imaged;
    private int _waiting;
    private int _commit;

    /// <summary>Gathers what a commit's records say.</summary>
    /// <param name="items">The records.</param>
    /// <param name="changes">How many of them, at the beginning, are changes of entries.</param>
    /// <param name="before">How far images had come before it.</param>
    /// <param name="after">How far they have come with it.</param>
    internal void Add(ReadOnlySpan<LogItem> items, int changes, ulong before, ulong after)
    {
        _commit++;
        _imaged = before - start.Covered;
        HashCursor hashes = new(items[changes..]);
        foreach (ref readonly LogItem item in items[..changes])
        {
            Hash256 hash = item.Record.EndsBucket ? hashes.Next() : default;
            Add(item, hash);
        }

        foreach (ref readonly LogItem item in items[changes..])
        {
            if (item.Record.Kind == RecordKind.Images)
            {
                AddImages(item.Content, after - start.Covered);
            }
            else if (item.Record.Kind == RecordKind.Move)
            {
                Add(item, default);
            }
        }

        if (_waiting >= MaximumWaiting)
        {
            Make();
        }
    }

    /// <summary>Makes what was gathered.</summary>
    internal void Make()
    {
        forkJoin.Run(_keys.Length, index => _keys[index].Make(table));
        _waiting = 0;
    }

    private bool IsImaged(ulong prefix, ulong imaged) => unchecked((uint)(prefix >> 32) - (uint)start.Covered) < imaged;

    private void Add(in LogItem item, in Hash256 hash)
    {
        ulong prefix = Shelf.PrefixOf(item.Key);
        if (!IsImaged(prefix, _imaged))
        {
            return;
        }

        GatheredChange change = new(prefix, item.Place, _commit, item.Record.Ordinal, -1, item.Record.Kind);
        if (item.Record.EndsBucket)
        {
            _keys[prefix >> Shift].Add(change, hash);
        }
        else
        {
            _keys[prefix >> Shift].Add(change);
        }

        _waiting++;
    }

    private void AddImages(ReadOnlySpan<byte> content, ulong imaged)
    {
        _images.Clear();
        (ulong first, ulong last) = ShelfImages.Read(content, _images);
        if (!IsImaged(first, imaged))
        {
            return;
        }

        ReadOnlySpan<Shelf> shelves = CollectionsMarshal.AsSpan(_images);
        foreach (Shelf shelf in shelves)
        {
            table.Reserve(shelf.Depth);
        }

        for (ulong key = first >> Shift; key <= last >> Shift; key++)
        {
            int count = 0;
            while (count < shelves.Length && shelves[count].Prefix >> Shift == key)
            {
                count++;
            }

            _keys[key].Add(Math.Max(first, key << Shift), Math.Min(last, (key << Shift) | (ulong.MaxValue >> Shelf.MinimumDepth)), shelves[..count]);
            shelves = shelves[count..];
        }
    }

    /// <summary>Walks over a commit's hashes of buckets.</summary>
    private ref struct HashCursor(ReadOnlySpan<LogItem> items)
    {
        private ReadOnlySpan<LogItem> _items = items;
        private ReadOnlySpan<Hash256> _hashes;

        /// <summary>The hash of the next bucket.</summary>
        internal Hash256 Next()
        {
            while (_hashes.IsEmpty)
            {
                if (_items.IsEmpty)
                {
                    throw new InvalidDataException("The state's log is of another format: a bucket has no hash.");
                }

                _hashes = _items[0].Record.Kind == RecordKind.Hashes ? MemoryMarshal.Cast<byte, Hash256>(_items[0].Content) : [];
                _items = _items[1..];
            }

            Hash256 hash = _hashes[0];
            _hashes = _hashes[1..];
            return hash;
        }
    }
}
