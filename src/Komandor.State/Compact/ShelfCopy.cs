namespace Komandor.State.Compact;

/// <summary>A shelf at one moment, for a reader beside the writer.</summary>
internal sealed class ShelfCopy
{
    private readonly Shelf _shelf;

    /// <summary>Copies under the store's lock.</summary>
    internal ShelfCopy(Shelf shelf)
    {
        _shelf = new Shelf(shelf.Prefix, shelf.Depth, shelf.Entries.AsSpan(0, shelf.Count).ToArray(), shelf.Count, shelf.BucketBits);
        shelf.Hashes.CopyTo(_shelf.Hashes.AsSpan());
    }

    /// <summary>The number of bits that its keys share.</summary>
    internal int Depth => _shelf.Depth;

    /// <summary>log2 of the number of its buckets.</summary>
    internal int BucketBits => _shelf.BucketBits;

    /// <summary>The subtree at <paramref name="depth"/> bits, between the shelf's own and that of a bucket.</summary>
    internal TreeNode Subtree(ulong prefix, int depth)
    {
        Span<int> starts = stackalloc int[_shelf.Buckets + 1];
        _shelf.Starts(starts);
        int bits = Depth + BucketBits - depth;
        int first = _shelf.BucketOfKey(prefix) >> bits << bits;
        return Join(starts, first, 1 << bits);
    }

    /// <summary>The places of the entries that may lie in a range of keys, and of some beside them.</summary>
    internal ReadOnlySpan<ulong> PlacesBetween(ulong first, ulong last)
    {
        ulong shelfLast = _shelf.Prefix | (ulong.MaxValue >> Depth);
        int from = first <= _shelf.Prefix ? 0 : _shelf.FirstFrom(Shelf.Fragment(first, Depth));
        int end = last >= shelfLast ? _shelf.Count : _shelf.FirstFrom(Shelf.Fragment(last, Depth) + 1);
        return _shelf.Entries.AsSpan(from, end - from);
    }

    private TreeNode Join(ReadOnlySpan<int> starts, int first, int buckets)
    {
        if (buckets == 1)
        {
            return new TreeNode(0, (byte)Math.Min(starts[first + 1] - starts[first], 2), _shelf.Hashes[first]);
        }

        TreeNode left = Join(starts, first, buckets / 2);
        TreeNode right = Join(starts, first + (buckets / 2), buckets / 2);
        return TreeNode.Join(left, right);
    }
}
