using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Hashes shelves upwards from their buckets' hashes, which opening reads from the log.</summary>
internal sealed class ShelfHasher(ShelfTable table)
{
    private const int ShelvesTogether = 64;

    private readonly HashPlan _plan = new();
    private readonly TreeUpdate _tree = new(table);
    private readonly List<(Shelf Shelf, int Position, PlannedNode Node)> _planned = [];
    private readonly List<TreeNode> _nodes = [];
    private readonly int[] _starts = new int[1025];
    private readonly PlannedNode[] _tops = new PlannedNode[128];
    private readonly PlannedNode[] _nodesOfGroup = new PlannedNode[Shelf.GroupBuckets];

    /// <summary>Hashes <paramref name="shelves"/>, in key order, and all above them, and sets the table's nodes.</summary>
    /// <param name="shelves">The shelves.</param>
    /// <param name="before">Receives the nodes as they were.</param>
    /// <returns>The root.</returns>
    internal Hash256 Run(IEnumerable<TouchedShelf> shelves, List<TreeNode> before)
    {
        _tree.Begin();
        _plan.Clear();
        int waiting = 0;
        foreach ((Shelf shelf, uint groups) in shelves)
        {
            if (table.Find(shelf.Prefix) != shelf)
            {
                continue;
            }

            Plan(shelf, groups);
            if (++waiting == ShelvesTogether)
            {
                Fill();
                waiting = 0;
            }
        }

        Fill();
        _nodes.Clear();
        Hash256 root = _tree.Run(_nodes);
        before.AddRange(VersionUndo.NodesBefore(table, _nodes));
        foreach (TreeNode node in _nodes)
        {
            table.Set(node);
        }

        return root;
    }

    private void Plan(Shelf shelf, uint groups)
    {
        shelf.Starts(_starts);
        if (shelf.Groups == 0)
        {
            _planned.Add((shelf, -1, Join(shelf, 0, shelf.Buckets)));
            return;
        }

        Span<PlannedNode> tops = _tops.AsSpan(0, shelf.Groups);
        for (int group = 0; group < shelf.Groups; group++)
        {
            int first = group * Shelf.GroupBuckets;
            if ((TouchedShelf.GroupOf(first) & groups) == 0)
            {
                tops[group] = _plan.Known(shelf.Hashes[shelf.Buckets + group], Count(first, Shelf.GroupBuckets));
                continue;
            }

            tops[group] = Join(shelf, first, Shelf.GroupBuckets);
            _planned.Add((shelf, shelf.Buckets + group, tops[group]));
        }

        _planned.Add((shelf, -1, _plan.Join(tops)));
    }

    private PlannedNode Join(Shelf shelf, int first, int count)
    {
        Span<PlannedNode> nodes = _nodesOfGroup.AsSpan(0, count);
        for (int index = 0; index < count; index++)
        {
            nodes[index] = _plan.Known(shelf.Hashes[first + index], Count(first + index, 1));
        }

        return _plan.Join(nodes);
    }

    private byte Count(int first, int buckets) => (byte)Math.Min(_starts[first + buckets] - _starts[first], 2);

    private void Fill()
    {
        _plan.Run();
        foreach ((Shelf shelf, int position, PlannedNode node) in _planned)
        {
            if (position < 0)
            {
                _tree.Add(new TreeNode(shelf.Node, node.Count, _plan.HashOf(node)));
            }
            else
            {
                shelf.Hashes[position] = _plan.HashOf(node);
            }
        }

        _planned.Clear();
        _plan.Clear();
    }
}
