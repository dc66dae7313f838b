using System.Collections.Immutable;
using System.Numerics;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger.Blocks;

/// <summary>A binary hash tree over a list: the shape of RFC 6962, with domains of Komandor's own (docs/protocol/blocks.md §3).</summary>
/// <remarks>A list of <c>n &gt; 1</c> leaves splits at the greatest power of two below <c>n</c>, so no leaf is ever counted twice.</remarks>
public static class MerkleTree
{
    private static readonly HashDomain _leafDomain = new("komandor.mt.leaf");
    private static readonly HashDomain _nodeDomain = new("komandor.mt.node");
    private static readonly HashDomain _rootDomain = new("komandor.mt.root");

    /// <summary>The hash of one leaf's bytes.</summary>
    public static Hash256 Leaf(ReadOnlySpan<byte> bytes) => Blake2b.Hash(_leafDomain, bytes);

    /// <summary>The root over hashes of leaves, in their order; it also commits to their number.</summary>
    public static Hash256 Root(ReadOnlySpan<Hash256> leaves) => Seal(leaves.Length, Subtree(leaves));

    /// <summary>The path from leaf <paramref name="index"/> to the root, lowest first.</summary>
    public static ImmutableArray<Hash256> Prove(ReadOnlySpan<Hash256> leaves, int index)
    {
        ImmutableArray<Hash256>.Builder path = ImmutableArray.CreateBuilder<Hash256>();
        Collect(leaves, index, path);
        return path.ToImmutable();
    }

    /// <summary>Whether <paramref name="leaf"/> stands at <paramref name="index"/> of the <paramref name="count"/> leaves under <paramref name="root"/>.</summary>
    public static bool Verify(Hash256 root, int count, int index, Hash256 leaf, ReadOnlySpan<Hash256> path)
    {
        if (index < 0 || index >= count)
        {
            return false;
        }

        Hash256 hash = leaf;
        int used = 0;
        int last = count - 1;
        for (int position = index; last > 0; position >>= 1, last >>= 1)
        {
            bool isRight = (position & 1) == 1;
            if (!isRight && position == last)
            {
                // The end of a list of odd length moves up as it is.
                continue;
            }

            if (used == path.Length)
            {
                return false;
            }

            Hash256 sibling = path[used++];
            hash = isRight ? Blake2b.Hash(_nodeDomain, sibling, hash) : Blake2b.Hash(_nodeDomain, hash, sibling);
        }

        return used == path.Length && Seal(count, hash) == root;
    }

    private static Hash256 Subtree(ReadOnlySpan<Hash256> leaves)
    {
        if (leaves.Length <= 1)
        {
            return leaves.Length == 0 ? Hash256.Zero : leaves[0];
        }

        int split = Split(leaves.Length);
        return Blake2b.Hash(_nodeDomain, Subtree(leaves[..split]), Subtree(leaves[split..]));
    }

    private static void Collect(ReadOnlySpan<Hash256> leaves, int index, ImmutableArray<Hash256>.Builder path)
    {
        if (leaves.Length <= 1)
        {
            return;
        }

        int split = Split(leaves.Length);
        if (index < split)
        {
            Collect(leaves[..split], index, path);
            path.Add(Subtree(leaves[split..]));
        }
        else
        {
            Collect(leaves[split..], index - split, path);
            path.Add(Subtree(leaves[..split]));
        }
    }

    private static int Split(int count) => 1 << BitOperations.Log2((uint)(count - 1));

    // The count in the root keeps an inner node from being shown as a leaf of a shorter list.
    private static Hash256 Seal(int count, Hash256 top)
    {
        Span<byte> message = stackalloc byte[8 + Hash256.SizeBytes];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(message, (ulong)count);
        top.CopyTo(message[8..]);
        return Blake2b.Hash(_rootDomain, message);
    }
}
