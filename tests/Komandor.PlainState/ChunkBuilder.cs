using Komandor.Primitives;
using Komandor.State;

namespace Komandor.PlainState;

/// <summary>Finds the largest subtree that fits into a chunk, from the bottom up, so that what is read is bounded too.</summary>
internal sealed class ChunkBuilder
{
    private readonly IStateView _view;
    private readonly Hash256 _start;
    private readonly List<Page> _pages = [];
    private long _sizeBytes;
    private int _count;

    private ChunkBuilder(IStateView view, Hash256 start)
    {
        _view = view;
        _start = start;
    }

    /// <summary>The chunk of the largest subtree of <paramref name="view"/> that holds <paramref name="start"/> and fits.</summary>
    public static StateChunk Build(IStateView view, Hash256 start) => new ChunkBuilder(view, start).Run();

    private StateChunk Run()
    {
        Slot slot = _view.Top;
        NodePath path = NodePath.Root;
        while (slot.Count > Bucket.MaximumLeaves)
        {
            Page page = _view.LoadPage(path);
            _pages.Add(page);
            int nibble = NodePath.Nibble(_start, path.Depth);
            slot = page[nibble];
            path = path.Child(nibble);
        }

        Leaf[] leaves = slot.Count == 0 ? [] : _view.LoadLeaves(path);
        return TryAdd(leaves) ? Widen(path.Depth * 4, leaves) : Narrow(path.Depth * 4, leaves);
    }

    /// <summary>Goes up while the sibling fits too.</summary>
    private StateChunk Widen(int depth, Leaf[] leaves)
    {
        while (depth > 0)
        {
            List<Leaf> sibling = [];
            (Page page, int node) = SiblingAt(depth);
            if (!TryCollect(NodePath.Of(_start, (depth - 1) / 4), page, node, sibling))
            {
                break;
            }

            leaves = _start.Bit(depth - 1) ? [.. sibling, .. leaves] : [.. leaves, .. sibling];
            depth--;
        }

        return new StateChunk(_start, Siblings(depth), leaves);
    }

    /// <summary>Goes down in a list of few but long entries until the rest fits.</summary>
    private StateChunk Narrow(int depth, ReadOnlySpan<Leaf> leaves)
    {
        List<Hash256> siblings = [.. Siblings(depth)];
        for (; _sizeBytes > StateChunks.EntriesSizeBytes && _count > 1; depth++)
        {
            int middle = Leaf.Split(leaves, depth);
            ReadOnlySpan<Leaf> other = _start.Bit(depth) ? leaves[..middle] : leaves[middle..];
            leaves = _start.Bit(depth) ? leaves[middle..] : leaves[..middle];
            siblings.Add(StateHash.Subtree(other, depth + 1));
            (_sizeBytes, _count) = (0, 0);
            TryAdd(leaves);
        }

        return new StateChunk(_start, [.. siblings], leaves.ToArray());
    }

    private bool TryCollect(NodePath path, Page page, int node, List<Leaf> leaves)
    {
        if (page.Node(node).Count == 0)
        {
            return true;
        }

        if (node < Page.Slots)
        {
            return TryCollect(path, page, 2 * node, leaves) && TryCollect(path, page, (2 * node) + 1, leaves);
        }

        NodePath child = path.Child(node - Page.Slots);
        if (page.Node(node).Count > Bucket.MaximumLeaves)
        {
            return TryCollect(child, _view.LoadPage(child), 1, leaves);
        }

        Leaf[] bucket = _view.LoadLeaves(child);
        leaves.AddRange(bucket);
        return TryAdd(bucket);
    }

    // One entry always fits, so no subtree above a chunk has less than two.
    private bool TryAdd(ReadOnlySpan<Leaf> leaves)
    {
        _count += leaves.Length;
        foreach (ref readonly Leaf leaf in leaves)
        {
            _sizeBytes += StateChunk.EntrySizeBytes(leaf.Value.Length);
        }

        return _sizeBytes <= StateChunks.EntriesSizeBytes || _count <= 1;
    }

    private Hash256[] Siblings(int depth)
    {
        Hash256[] siblings = new Hash256[depth];
        for (int index = 0; index < depth; index++)
        {
            (Page page, int node) = SiblingAt(index + 1);
            siblings[index] = page.Node(node).Hash;
        }

        return siblings;
    }

    /// <summary>The node beside the way to the start at <paramref name="depth"/> bits, 1 or more.</summary>
    private (Page Page, int Node) SiblingAt(int depth)
    {
        int level = (depth - 1) / 4;
        int node = 1;
        for (int bit = level * 4; bit < depth; bit++)
        {
            node = (2 * node) + (_start.Bit(bit) ? 1 : 0);
        }

        return (_pages[level], node ^ 1);
    }
}
