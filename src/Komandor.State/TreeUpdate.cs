using Komandor.Primitives;

namespace Komandor.State;

/// <summary>One walk over the tree with sorted changes; the tree itself stays as it is.</summary>
internal sealed class TreeUpdate(StateTree tree, Slot top, KeyValuePair<Hash256, byte[]?>[] changes)
{
    private readonly byte[]?[] _oldValues = new byte[]?[changes.Length];
    private readonly SortedDictionary<NodePath, Page?> _oldPages = [];

    /// <summary>The nodes that differ afterwards; null where there is none any more.</summary>
    public Dictionary<NodePath, StateNode?> Nodes { get; } = new(2 * changes.Length);

    /// <summary>The tree afterwards.</summary>
    public Slot Run() => changes.Length == 0 ? top : Apply(NodePath.Root, top, 0, changes.Length);

    /// <summary>What leads back.</summary>
    public UndoRecord Undo() =>
        new(top, Array.ConvertAll(changes, change => change.Key), _oldValues, [.. _oldPages.Keys], [.. _oldPages.Values]);

    private Slot Apply(NodePath path, Slot slot, int from, int to)
    {
        if (slot.Count <= Bucket.MaximumLeaves)
        {
            return Apply(path, tree.LoadBucket(path, slot), from, to);
        }

        Page page = tree.LoadPage(path, slot);
        Span<Slot> slots = stackalloc Slot[Page.Slots];
        int touched = 0;
        for (int end; from < to; from = end)
        {
            int nibble = NodePath.Nibble(changes[from].Key, path.Depth);
            for (end = from + 1; end < to && NodePath.Nibble(changes[end].Key, path.Depth) == nibble;)
            {
                end++;
            }

            slots[nibble] = Apply(path.Child(nibble), page[nibble], from, end);
            touched |= 1 << nibble;
        }

        Page changed = page.With(slots, touched);
        _oldPages[path] = page;
        Nodes[path] = changed;
        return changed.Top.Count > Bucket.MaximumLeaves ? changed.Top : Collapse(path, changed);
    }

    private Slot Apply(NodePath path, Bucket bucket, int from, int to)
    {
        Leaf[] leaves = Merge(bucket, from, to);
        if (leaves.Length > Bucket.MaximumLeaves)
        {
            return Build(path, leaves);
        }

        Bucket changed = bucket.With(leaves, changes.AsSpan(from, to - from), path.Depth * 4);
        Nodes[path] = changed;
        return changed.Top;
    }

    /// <summary>The bucket's entries with the changes, ascending.</summary>
    private Leaf[] Merge(Bucket bucket, int from, int to)
    {
        ReadOnlySpan<Leaf> old = bucket.Leaves;
        Leaf[] merged = new Leaf[CountMerged(old, from, to)];
        int count = 0;
        int next = 0;
        for (int index = from; index < to; index++)
        {
            (Hash256 key, byte[]? value) = changes[index];
            while (next < old.Length && old[next].Key.CompareTo(key) < 0)
            {
                merged[count++] = old[next++];
            }

            if (next < old.Length && old[next].Key == key)
            {
                _oldValues[index] = old[next++].Value;
            }

            if (value is not null)
            {
                merged[count++] = Leaf.Of(key, value);
            }
        }

        old[next..].CopyTo(merged.AsSpan(count));
        return merged;
    }

    private int CountMerged(ReadOnlySpan<Leaf> old, int from, int to)
    {
        int count = old.Length;
        for (int index = from; index < to; index++)
        {
            bool isThere = Leaf.Find(old, changes[index].Key) >= 0;
            count += changes[index].Value is null ? (isThere ? -1 : 0) : isThere ? 0 : 1;
        }

        return count;
    }

    /// <summary>A bucket of <paramref name="leaves"/>, or pages over buckets when they are too many.</summary>
    private Slot Build(NodePath path, ReadOnlySpan<Leaf> leaves)
    {
        if (leaves.Length <= Bucket.MaximumLeaves)
        {
            Bucket bucket = new(leaves.ToArray(), path.Depth * 4);
            Nodes[path] = bucket;
            return bucket.Top;
        }

        Span<Slot> slots = stackalloc Slot[Page.Slots];
        for (int nibble = 0; nibble < Page.Slots; nibble++)
        {
            int count = 0;
            while (count < leaves.Length && NodePath.Nibble(leaves[count].Key, path.Depth) == nibble)
            {
                count++;
            }

            slots[nibble] = Build(path.Child(nibble), leaves[..count]);
            leaves = leaves[count..];
        }

        Page page = new(slots);
        _oldPages.TryAdd(path, null);
        Nodes[path] = page;
        return page.Top;
    }

    /// <summary>Turns a page that has become small into a bucket.</summary>
    private Slot Collapse(NodePath path, Page page)
    {
        List<Leaf> leaves = [];
        for (int nibble = 0; nibble < Page.Slots; nibble++)
        {
            NodePath child = path.Child(nibble);
            Bucket bucket = Nodes.TryGetValue(child, out StateNode? staged) ? (Bucket)staged! : tree.LoadBucket(child, page[nibble]);
            leaves.AddRange(bucket.Leaves);
            Nodes[child] = null;
        }

        return Build(path, leaves.ToArray());
    }
}
