using System.Runtime.InteropServices;
using Komandor.Cryptography.Hashing;
using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Hashes the tree above the shelves, depth by depth.</summary>
internal sealed class TreeUpdate(ShelfTable table)
{
    private readonly HashBatch _batch = new(StateHash.NodeDomain);

    // The changed nodes of each depth, ascending: shelves' own first, then with those that were joined from below.
    private readonly List<TreeNode>[] _depths = [.. Enumerable.Range(0, Shelf.MaximumDepth + 1).Select(_ => new List<TreeNode>())];
    private readonly List<TreeNode> _parents = [];
    private Hash256[] _hashes = new Hash256[64];

    /// <summary>Starts over.</summary>
    internal void Begin()
    {
        foreach (List<TreeNode> depth in _depths)
        {
            depth.Clear();
        }
    }

    /// <summary>Adds a shelf's node that changed; they come in key order.</summary>
    internal void Add(in TreeNode node) => _depths[31 - System.Numerics.BitOperations.LeadingZeroCount(node.Number)].Add(node);

    /// <summary>Hashes up to the root.</summary>
    /// <param name="nodes">Receives all changed nodes.</param>
    /// <returns>The root.</returns>
    internal Hash256 Run(List<TreeNode> nodes)
    {
        for (int depth = Shelf.MaximumDepth; depth > 0; depth--)
        {
            if (_depths[depth].Count > 0)
            {
                Join(CollectionsMarshal.AsSpan(_depths[depth]));
                nodes.AddRange(CollectionsMarshal.AsSpan(_depths[depth]));
                Merge(_depths[depth - 1]);
            }
        }

        nodes.AddRange(_depths[0]);
        return _depths[0].Count > 0 ? _depths[0][0].Hash : table.Root;
    }

    private void Join(ReadOnlySpan<TreeNode> nodes)
    {
        _parents.Clear();
        if (_hashes.Length < nodes.Length)
        {
            _hashes = new Hash256[2 * nodes.Length];
        }

        _batch.Aim(_hashes);
        for (int index = 0; index < nodes.Length; index++)
        {
            TreeNode left = nodes[index];
            TreeNode right;
            if ((left.Number & 1) != 0)
            {
                (left, right) = (table.NodeAt(left.Number - 1), left);
            }
            else if (index + 1 < nodes.Length && nodes[index + 1].Number == left.Number + 1)
            {
                right = nodes[++index];
            }
            else
            {
                right = table.NodeAt(left.Number + 1);
            }

            uint parent = left.Number >> 1;
            if (left.Count + right.Count > 1)
            {
                _batch.Add(left.Hash, right.Hash, _parents.Count);
                _parents.Add(new TreeNode(parent, 2, default));
            }
            else
            {
                _parents.Add((left.Count == 1 ? left : right) with { Number = parent });
            }
        }

        _batch.Flush();
        Span<TreeNode> parents = CollectionsMarshal.AsSpan(_parents);
        for (int index = 0; index < parents.Length; index++)
        {
            parents[index] = parents[index].Count == 2 ? parents[index] with { Hash = _hashes[index] } : parents[index];
        }
    }

    /// <summary>Merges the parents into the nodes of their depth; no node is in both.</summary>
    private void Merge(List<TreeNode> nodes)
    {
        if (nodes.Count == 0)
        {
            nodes.AddRange(_parents);
            return;
        }

        nodes.AddRange(_parents);
        nodes.Sort(static (left, right) => left.Number.CompareTo(right.Number));
    }
}
