using System.Runtime.InteropServices;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.PlainState;

/// <summary>Writes proofs: docs/protocol/state.md §3.</summary>
internal static class PlainProof
{
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
                return slot.Count == 0 ? ProofBuilder.Write(CollectionsMarshal.AsSpan(siblings), key, []) : ProofBuilder.Write(CollectionsMarshal.AsSpan(siblings), key, LoadOnly(view, path, page, node));
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

        return ProofBuilder.Write(CollectionsMarshal.AsSpan(siblings), key, leaves);
    }

    private static Leaf[] LoadOnly(IStateView view, NodePath path, Page page, int node)
    {
        while (node < Page.Slots)
        {
            node = page.Node(2 * node).Count == 1 ? 2 * node : (2 * node) + 1;
        }

        return view.LoadLeaves(path.Child(node - Page.Slots));
    }
}
