using System.Collections.Immutable;
using System.Numerics;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>A binary tree over a list, in RFC 6962's shape: docs/protocol/blocks.md §3.</summary>
public static class MerkleTree
{
    private static readonly HashDomain _leafDomain = new("komandor.mleaf");
    private static readonly HashDomain _nodeDomain = new("komandor.mnode");

    /// <summary>The hash of a leaf's bytes.</summary>
    public static Hash256 Leaf(ReadOnlySpan<byte> bytes) => Blake2b.Hash(_leafDomain, bytes);

    /// <summary>The root over hashed leaves; zero for none.</summary>
    public static Hash256 Root(ReadOnlySpan<Hash256> leaves)
    {
        if (leaves.Length <= 1)
        {
            return leaves.IsEmpty ? Hash256.Zero : leaves[0];
        }

        int split = Split(leaves.Length);
        return Blake2b.Hash(_nodeDomain, Root(leaves[..split]), Root(leaves[split..]));
    }

    /// <summary>The path from leaf <paramref name="index"/> to the root, lowest first.</summary>
    public static ImmutableArray<Hash256> Path(ReadOnlySpan<Hash256> leaves, int index)
    {
        ImmutableArray<Hash256>.Builder path = ImmutableArray.CreateBuilder<Hash256>();
        AddPath(leaves, index, path);
        return path.ToImmutable();
    }

    /// <summary>Whether <paramref name="leaf"/> is leaf <paramref name="index"/> of the <paramref name="count"/> under <paramref name="root"/>.</summary>
    public static bool Verify(Hash256 root, Hash256 leaf, int index, int count, ReadOnlySpan<Hash256> path) =>
        index >= 0 && index < count && TryClimb(leaf, index, count, path, out Hash256 computed) && computed == root;

    private static bool TryClimb(Hash256 leaf, int index, int count, ReadOnlySpan<Hash256> path, out Hash256 root)
    {
        root = leaf;
        if (count == 1)
        {
            return path.IsEmpty;
        }

        if (path.IsEmpty)
        {
            return false;
        }

        int split = Split(count);
        bool left = index < split;
        if (!TryClimb(leaf, left ? index : index - split, left ? split : count - split, path[..^1], out Hash256 below))
        {
            return false;
        }

        root = left ? Blake2b.Hash(_nodeDomain, below, path[^1]) : Blake2b.Hash(_nodeDomain, path[^1], below);
        return true;
    }

    private static void AddPath(ReadOnlySpan<Hash256> leaves, int index, ImmutableArray<Hash256>.Builder path)
    {
        if (leaves.Length <= 1)
        {
            return;
        }

        int split = Split(leaves.Length);
        bool left = index < split;
        AddPath(left ? leaves[..split] : leaves[split..], left ? index : index - split, path);
        path.Add(Root(left ? leaves[split..] : leaves[..split]));
    }

    // The greatest power of two below the count.
    private static int Split(int count) => 1 << (31 - BitOperations.LeadingZeroCount((uint)(count - 1)));
}
