using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Plans the hashes of shelves, and builds new ones.</summary>
internal sealed class ShelfPlanner
{
    private readonly List<(int Hash, PlannedNode Node)> _staged = [];
    private readonly List<(Hash256[] Hashes, int Position, PlannedNode Node)> _built = [];
    private readonly List<(uint Number, PlannedNode Node)> _tops = [];
    private readonly PlannedNode[] _nodes = new PlannedNode[1024];
    private readonly List<Shelf> _replacements = [];
    private HashPlan _plan = null!;
    private int _depthLimit;

    /// <summary>Starts over.</summary>
    /// <param name="plan">Where hashes are planned.</param>
    /// <param name="depthLimit">Shelves of this depth are not split.</param>
    internal void Begin(HashPlan plan, int depthLimit)
    {
        _plan = plan;
        _plan.Clear();
        _depthLimit = depthLimit;
        _staged.Clear();
        _built.Clear();
        _tops.Clear();
    }

    /// <summary>Whether a shelf of so many entries is split.</summary>
    internal bool IsToSplit(int count, int depth) => count > Shelf.MaximumEntries && depth < _depthLimit;

    /// <summary>Plans the hashes of a shelf that is changed in place.</summary>
    /// <param name="shelf">The shelf as it is.</param>
    /// <param name="starts">Where its buckets begin.</param>
    /// <param name="buckets">The changed buckets, ascending.</param>
    /// <param name="leaves">Their entries.</param>
    /// <param name="staging">Receives the hashes, those of buckets first.</param>
    /// <returns>Behind the last hash of a bucket.</returns>
    internal int Update(
        Shelf shelf, ReadOnlySpan<int> starts, ReadOnlySpan<StagedBucket> buckets, ReadOnlySpan<PlannedLeaf> leaves, Staging staging)
    {
        Span<PlannedNode> changed = _nodes.AsSpan(0, buckets.Length);
        for (int index = 0; index < buckets.Length; index++)
        {
            StagedBucket bucket = buckets[index];
            changed[index] = _plan.Subtree(leaves[bucket.FirstLeaf..bucket.EndLeaf], shelf.Depth + shelf.BucketBits);
            _staged.Add((staging.AddHash(bucket.Bucket), changed[index]));
        }

        int end = staging.Hashes.Length;
        int groups = Math.Max(shelf.Groups, 1);
        Span<PlannedNode> tops = new PlannedNode[groups];
        int next = 0;
        for (int group = 0; group < groups; group++)
        {
            int members = shelf.Buckets / groups;
            int first = next;
            while (next < buckets.Length && buckets[next].Bucket < (group + 1) * members)
            {
                next++;
            }

            if (next == first && shelf.Groups > 0)
            {
                tops[group] = _plan.Known(shelf.Hashes[shelf.Buckets + group], Count(starts, group * members, members));
                continue;
            }

            tops[group] = Group(shelf, starts, group * members, members, buckets[first..next], changed[first..next]);
            if (shelf.Groups > 0)
            {
                _staged.Add((staging.AddHash(shelf.Buckets + group), tops[group]));
            }
        }

        _tops.Add((shelf.Node, _plan.Join(tops)));
        return end;
    }

    /// <summary>Builds shelves in place of <paramref name="shelf"/> and plans their hashes.</summary>
    internal Shelf[] Build(Shelf shelf, ReadOnlySpan<PlannedLeaf> leaves)
    {
        _replacements.Clear();
        Build(shelf.Prefix, shelf.Depth, leaves);
        return [.. _replacements];
    }

    /// <summary>Fills the hashes in, once the plan ran.</summary>
    internal void Fill(Span<StagedHash> hashes, TreeUpdate tree)
    {
        foreach ((int hash, PlannedNode node) in _staged)
        {
            hashes[hash] = hashes[hash] with { Hash = _plan.HashOf(node) };
        }

        foreach ((Hash256[] built, int position, PlannedNode node) in _built)
        {
            built[position] = _plan.HashOf(node);
        }

        foreach ((uint number, PlannedNode node) in _tops)
        {
            tree.Add(new TreeNode(number, node.Count, _plan.HashOf(node)));
        }

        _staged.Clear();
        _built.Clear();
        _tops.Clear();
    }

    private PlannedNode Group(
        Shelf shelf, ReadOnlySpan<int> starts, int first, int members, ReadOnlySpan<StagedBucket> buckets, ReadOnlySpan<PlannedNode> changed)
    {
        Span<PlannedNode> nodes = new PlannedNode[members];
        int next = 0;
        for (int index = 0; index < members; index++)
        {
            bool isChanged = next < buckets.Length && buckets[next].Bucket == first + index;
            nodes[index] = isChanged ? changed[next++] : _plan.Known(shelf.Hashes[first + index], Count(starts, first + index, 1));
        }

        return _plan.Join(nodes);
    }

    private static byte Count(ReadOnlySpan<int> starts, int first, int buckets) => (byte)Math.Min(starts[first + buckets] - starts[first], 2);

    private void Build(ulong prefix, int depth, ReadOnlySpan<PlannedLeaf> leaves)
    {
        if (IsToSplit(leaves.Length, depth))
        {
            int middle = 0;
            while (middle < leaves.Length && !leaves[middle].Key.Bit(depth))
            {
                middle++;
            }

            Build(prefix, depth + 1, leaves[..middle]);
            Build(prefix | (1UL << (63 - depth)), depth + 1, leaves[middle..]);
            return;
        }

        ulong[] entries = new ulong[Shelf.CapacityFor(leaves.Length)];
        for (int index = 0; index < leaves.Length; index++)
        {
            entries[index] = Shelf.Entry(Shelf.PrefixOf(leaves[index].Key), depth, leaves[index].Place);
        }

        Shelf shelf = new(prefix, depth, entries, leaves.Length, Shelf.BucketBitsFor(leaves.Length));
        PlannedNode[] nodes = new PlannedNode[shelf.Buckets];
        int next = 0;
        for (int bucket = 0; bucket < shelf.Buckets; bucket++)
        {
            int end = next;
            while (end < leaves.Length && shelf.BucketOf(entries[end]) == bucket)
            {
                end++;
            }

            nodes[bucket] = _plan.Subtree(leaves[next..end], depth + shelf.BucketBits);
            _built.Add((shelf.Hashes, bucket, nodes[bucket]));
            next = end;
        }

        PlanGroups(shelf, nodes);
        _replacements.Add(shelf);
    }

    private void PlanGroups(Shelf shelf, PlannedNode[] nodes)
    {
        for (int group = 0; group < shelf.Groups; group++)
        {
            PlannedNode node = _plan.Join(nodes.AsSpan(group * Shelf.GroupBuckets, Shelf.GroupBuckets));
            _built.Add((shelf.Hashes, shelf.Buckets + group, node));
            nodes[group] = node;
        }

        _tops.Add((shelf.Node, _plan.Join(nodes.AsSpan(0, shelf.Groups == 0 ? shelf.Buckets : shelf.Groups))));
    }
}
