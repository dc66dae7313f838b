using Komandor.Primitives;
using Komandor.State;

namespace Komandor.PlainState;

/// <summary>One walk over the tree with sorted changes; the tree itself stays as it is.</summary>
/// <param name="tree">The tree.</param>
/// <param name="top">Its top.</param>
/// <param name="changes">Ascending.</param>
/// <param name="undo">Receives what leads back, in the order of the changes.</param>
internal sealed class TreeUpdate(StateTree tree, Slot top, KeyValuePair<Hash256, byte[]?>[] changes, UndoBuilder undo)
{
    private readonly List<NodePath> _removedPages = [];

    /// <summary>The nodes that differ afterwards; null where there is none any more.</summary>
    public Dictionary<NodePath, StateNode?> Nodes { get; } = new(2 * changes.Length);

    /// <summary>Where there is no page any more.</summary>
    public IReadOnlyList<NodePath> RemovedPages => _removedPages;

    /// <summary>The tree afterwards.</summary>
    public Slot Run() => changes.Length == 0 ? top : Apply(NodePath.Root, top, 0, changes.Length);

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
        Nodes[path] = changed;
        bool isPage = changed.Top.Count > Bucket.MaximumLeaves;
        undo.Page(path, page, isPage ? touched : 0xffff);
        return isPage ? changed.Top : Collapse(path, changed);
    }

    private Slot Apply(NodePath path, Bucket bucket, int from, int to)
    {
        int count = bucket.Count;
        for (int index = from; index < to; index++)
        {
            (Hash256 key, byte[]? value) = changes[index];
            int place = bucket.Find(key);
            count += (value is null ? 0 : 1) - (place < 0 ? 0 : 1);
            if (place < 0)
            {
                undo.NoValue();
            }
            else
            {
                undo.Value(bucket.TryHeld(place, out ReadOnlySpan<byte> old) ? old : tree.GetLong(key) ?? throw StateTree.Missing(key));
            }
        }

        if (count > Bucket.MaximumLeaves)
        {
            return Build(path, Merge(tree.Leaves(bucket, []), count, from, to));
        }

        Bucket changed = bucket.With(changes.AsSpan(from, to - from), count, path.Depth * 4);
        Nodes[path] = changed;
        return changed.Top;
    }

    /// <summary>The <paramref name="old"/> entries with the changes, ascending.</summary>
    private Leaf[] Merge(ReadOnlySpan<Leaf> old, int merged, int from, int to)
    {
        Leaf[] leaves = new Leaf[merged];
        int count = 0;
        int next = 0;
        for (int index = from; index < to; index++)
        {
            (Hash256 key, byte[]? value) = changes[index];
            while (next < old.Length && old[next].Key.CompareTo(key) < 0)
            {
                leaves[count++] = old[next++];
            }

            if (next < old.Length && old[next].Key == key)
            {
                next++;
            }

            if (value is not null)
            {
                leaves[count++] = Leaf.Of(key, value);
            }
        }

        old[next..].CopyTo(leaves.AsSpan(count));
        return leaves;
    }

    /// <summary>A bucket of <paramref name="leaves"/>, or pages over buckets when they are too many.</summary>
    private Slot Build(NodePath path, ReadOnlySpan<Leaf> leaves)
    {
        if (leaves.Length <= Bucket.MaximumLeaves)
        {
            Bucket bucket = Bucket.Of(leaves, path.Depth * 4);
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
        undo.NoPage(path);
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
            leaves.AddRange(tree.Leaves(bucket, changes));
            Nodes[child] = null;
        }

        _removedPages.Add(path);
        return Build(path, leaves.ToArray());
    }
}
