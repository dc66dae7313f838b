using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.State;

/// <summary>Writes proofs: docs/protocol/state.md §3.</summary>
internal static class ProofBuilder
{
    /// <summary>The path ends in an empty subtree.</summary>
    public const byte Empty = 0;

    /// <summary>The path ends in the key's own leaf.</summary>
    public const byte Own = 1;

    /// <summary>The path ends in the leaf of another key.</summary>
    public const byte Other = 2;

    /// <summary>The proof that <paramref name="key"/> has its value or none in <paramref name="view"/>.</summary>
    public static StateProof Prove(IStateView view, Hash256 key)
    {
        List<Hash256> siblings = [];
        Slot slot = view.Top;
        NodePath path = NodePath.Root;
        while (slot.Count > Bucket.MaximumLeaves)
        {
            Page page = view.LoadPage(path);
            int node = 1;
            for (int bit = path.Depth * 4; node < Page.Slots && page.Node(node).Count > 1; bit++)
            {
                node = (2 * node) + (key.Bit(bit) ? 1 : 0);
                siblings.Add(page.Node(node ^ 1).Hash);
            }

            slot = page.Node(node);
            if (node < Page.Slots)
            {
                // One leaf or none below: it lies in whichever slot has it.
                return slot.Count == 0 ? Write(CollectionsMarshal.AsSpan(siblings), key, []) : Write(CollectionsMarshal.AsSpan(siblings), key, LoadOnly(view, path, page, node));
            }

            path = path.Child(NodePath.Nibble(key, path.Depth));
        }

        ReadOnlySpan<Leaf> leaves = slot.Count == 0 ? [] : view.LoadLeaves(path);
        for (int bit = path.Depth * 4; leaves.Length > 1; bit++)
        {
            int middle = Leaf.Split(leaves, bit);
            ReadOnlySpan<Leaf> other = key.Bit(bit) ? leaves[..middle] : leaves[middle..];
            leaves = key.Bit(bit) ? leaves[middle..] : leaves[..middle];
            siblings.Add(StateHash.Subtree(other, bit + 1));
        }

        return Write(CollectionsMarshal.AsSpan(siblings), key, leaves);
    }

    private static Leaf[] LoadOnly(IStateView view, NodePath path, Page page, int node)
    {
        while (node < Page.Slots)
        {
            node = page.Node(2 * node).Count == 1 ? 2 * node : (2 * node) + 1;
        }

        return view.LoadLeaves(path.Child(node - Page.Slots));
    }

    /// <summary>The proof of a way and its end.</summary>
    internal static StateProof Write(ReadOnlySpan<Hash256> siblings, Hash256 key, ReadOnlySpan<Leaf> end)
    {
        CanonicalWriter writer = new(1024);
        SiblingPath.Write(writer, siblings);
        writer.Byte(end.IsEmpty ? Empty : end[0].Key == key ? Own : Other);
        if (!end.IsEmpty && end[0].Key != key)
        {
            writer.Hash(end[0].Key);
            writer.Hash(StateHash.Value(end[0].Value));
        }

        return new StateProof([.. writer.Written]);
    }
}
