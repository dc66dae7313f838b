using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Writes proofs over a <see cref="CompactView"/>: docs/protocol/state.md §3.</summary>
internal static class CompactProof
{
    /// <summary>The proof that <paramref name="key"/> has its value or none in <paramref name="view"/>.</summary>
    internal static StateProof Prove(CompactView view, Hash256 key)
    {
        List<Hash256> siblings = [];
        int small = view.SmallDepth(key);
        int depth = 0;
        for (TreeNode node = view.NodeAt(key, 0); node.Count > 1 && depth < small; depth++)
        {
            siblings.Add(view.NodeAt(key.WithBitFlipped(depth), depth + 1).Hash);
            node = view.NodeAt(key, depth + 1);
        }

        ReadOnlySpan<Leaf> leaves = view.Leaves(key, depth);
        for (; leaves.Length > 1; depth++)
        {
            int middle = Leaf.Split(leaves, depth);
            ReadOnlySpan<Leaf> other = key.Bit(depth) ? leaves[..middle] : leaves[middle..];
            leaves = key.Bit(depth) ? leaves[middle..] : leaves[..middle];
            siblings.Add(StateHash.Subtree(other, depth + 1));
        }

        return ProofBuilder.Write(CollectionsMarshal.AsSpan(siblings), key, leaves);
    }
}
