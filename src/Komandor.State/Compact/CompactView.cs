using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>The tree of one version: its subtrees' hashes and entries. For many threads, beside the writer.</summary>
/// <remarks>What is in the index is looked at first and what later commits changed then: a commit publishes its undo before it changes the index.</remarks>
internal sealed class CompactView(CompactStateStore store, ulong version)
{
    // How often a reader looks a place up again when the writer moved the entry meanwhile.
    private const int Tries = 100;

    /// <summary>The value of <paramref name="key"/>, or null.</summary>
    internal byte[]? Get(Hash256 key)
    {
        ulong prefix = Shelf.PrefixOf(key);
        EntryReader reader = store.RentReader();
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            ulong[] places = store.PlacesOf(prefix);
            if (OldPlace(key) is ulong old)
            {
                places = old == 0 ? [] : [old];
            }

            if (TryFind(reader, key, places, out byte[]? value))
            {
                store.Return(reader);
                RequireKept();
                return value;
            }

            RequireKept();
        }

        throw new InvalidDataException("The state's log is damaged: the segment of an entry is missing.");
    }

    /// <summary>The subtree at <paramref name="depth"/> bits on the way to <paramref name="key"/>.</summary>
    internal TreeNode NodeAt(Hash256 key, int depth)
    {
        ulong prefix = Shelf.PrefixOf(key);
        (TreeNode live, ShelfCopy? copy) = store.NodeOrShelf(prefix, depth);
        foreach (VersionUndo undo in store.UndosAfter(version))
        {
            if (!undo.Touches(key, depth))
            {
                continue;
            }

            return depth <= Shelf.MaximumDepth && undo.TryNode(Shelf.NodeOf(prefix, depth), out TreeNode old) ? Kept(old) : Kept(Hash(key, depth));
        }

        if (copy is null)
        {
            return Kept(live);
        }

        return Kept(depth <= copy.Depth + copy.BucketBits ? copy.Subtree(prefix, depth) : Hash(key, depth));
    }

    /// <summary>How many bits lead to a few entries.</summary>
    internal int SmallDepth(Hash256 key) => store.ShelfAt(Shelf.PrefixOf(key)) is { } copy ? copy.Depth + copy.BucketBits : Shelf.MinimumDepth;

    /// <summary>The entries under the first <paramref name="depth"/> bits of <paramref name="key"/>, ascending.</summary>
    internal Leaf[] Leaves(Hash256 key, int depth)
    {
        TryLeaves(key, depth, long.MaxValue, out Leaf[] leaves);
        return leaves;
    }

    /// <summary>The entries under a prefix, unless they take more in a chunk.</summary>
    /// <param name="key">Any key under it.</param>
    /// <param name="depth">Its bits.</param>
    /// <param name="mostSizeBytes">What they may take.</param>
    /// <param name="leaves">The entries, ascending; incomplete when they take more.</param>
    internal bool TryLeaves(Hash256 key, int depth, long mostSizeBytes, out Leaf[] leaves)
    {
        SortedDictionary<Hash256, ulong> changed = [];
        List<(Hash256 Key, byte[] Value)> found = [];
        EntryReader reader = store.RentReader();
        ulong prefix = Shelf.PrefixOf(key);
        ulong end = depth >= 64 ? prefix : prefix | (ulong.MaxValue >> depth);
        ulong next = depth >= 64 ? prefix : end ^ (ulong.MaxValue >> depth);
        bool isAll = true;
        while (isAll)
        {
            // Shelf by shelf, so that no more is read than fits.
            ulong last = ReadShelf(reader, key, depth, next, end, changed, found);
            long sizeBytes = 0;
            foreach ((_, byte[] value) in found)
            {
                sizeBytes += StateChunk.EntrySizeBytes(value.Length);
            }

            isAll = sizeBytes <= mostSizeBytes;
            if (last == end)
            {
                break;
            }

            next = last + 1;
        }

        store.Return(reader);
        RequireKept();
        leaves = isAll ? [.. found.Select(one => Leaf.Of(one.Key, one.Value))] : [];
        return isAll;
    }

    /// <summary>The entries from <paramref name="first"/> on and before <paramref name="end"/>, ascending, read shelf by shelf.</summary>
    internal IEnumerable<KeyValuePair<Hash256, byte[]>> Range(Hash256 first, Hash256? end)
    {
        for (ulong next = Shelf.PrefixOf(first); ;)
        {
            int depth = store.ShelfAt(next)?.Depth ?? Shelf.MinimumDepth;
            foreach (Leaf leaf in Leaves(First(next), depth))
            {
                if (end is not null && leaf.Key.CompareTo(end.Value) >= 0)
                {
                    yield break;
                }

                if (leaf.Key.CompareTo(first) >= 0)
                {
                    yield return new(leaf.Key, leaf.Value);
                }
            }

            ulong last = next | (ulong.MaxValue >> depth);
            if (last == ulong.MaxValue || (end is not null && Shelf.PrefixOf(end.Value) <= last))
            {
                yield break;
            }

            next = last + 1;
        }
    }

    /// <summary>Adds the entries of the shelf at <paramref name="next"/> that are under the prefix.</summary>
    /// <returns>The last key's first bits of the shelf or of the prefix, whichever comes first.</returns>
    private ulong ReadShelf(
        EntryReader reader, Hash256 key, int depth, ulong next, ulong end, SortedDictionary<Hash256, ulong> changed, List<(Hash256 Key, byte[] Value)> found)
    {
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            SortedDictionary<Hash256, byte[]> entries = [];
            ShelfCopy? copy = store.ShelfAt(next);
            int shelfDepth = copy?.Depth ?? Shelf.MinimumDepth;
            bool isRead = true;
            foreach (ulong place in copy is null ? [] : copy.PlacesBetween(next, end))
            {
                isRead = isRead && reader.TryRead(place);
                if (isRead && SiblingPath.IsShared(reader.Key, key, depth))
                {
                    entries[reader.Key] = reader.Value.ToArray();
                }
            }

            int rangeDepth = Math.Max(shelfDepth, depth);
            Hash256 range = depth >= shelfDepth ? key : First(next);
            VersionUndo[] undos = store.UndosAfter(version);
            for (int index = undos.Length - 1; index >= 0; index--)
            {
                foreach (StagedKey one in undos[index].KeysUnder(range, rangeDepth))
                {
                    changed[one.Key] = one.OldPlace;
                }
            }

            foreach ((Hash256 one, ulong place) in changed)
            {
                entries.Remove(one);
                if (place != 0)
                {
                    isRead = isRead && reader.TryRead(place);
                    if (isRead)
                    {
                        entries[one] = reader.Value.ToArray();
                    }
                }
            }

            changed.Clear();
            RequireKept();
            if (isRead)
            {
                found.AddRange(entries.Select(entry => (entry.Key, entry.Value)));
                return Math.Min(next | (ulong.MaxValue >> shelfDepth), end);
            }
        }

        throw new InvalidDataException("The state's log is damaged: the segment of an entry is missing.");
    }

    private TreeNode Hash(Hash256 key, int depth)
    {
        Leaf[] leaves = Leaves(key, depth);
        return new TreeNode(0, (byte)Math.Min(leaves.Length, 2), StateHash.Subtree(leaves, depth));
    }

    private static Hash256 First(ulong prefix)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, prefix);
        return new Hash256(bytes);
    }

    private static bool TryFind(EntryReader reader, Hash256 key, ReadOnlySpan<ulong> places, out byte[]? value)
    {
        value = null;
        foreach (ulong place in places)
        {
            if (!reader.TryRead(place))
            {
                return false;
            }

            if (reader.Key == key)
            {
                value = reader.Value.ToArray();
                return true;
            }
        }

        return true;
    }

    private ulong? OldPlace(Hash256 key)
    {
        foreach (VersionUndo undo in store.UndosAfter(version))
        {
            if (undo.TryKey(key, out ulong old))
            {
                return old;
            }
        }

        return null;
    }

    private TreeNode Kept(in TreeNode node)
    {
        RequireKept();
        return node;
    }

    private void RequireKept()
    {
        if (version < store.OldestVersion)
        {
            throw new InvalidOperationException($"State version {version} has been pruned.");
        }
    }
}
