using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Finds the largest subtree that fits into a chunk, from the bottom up, so that what is read is bounded too.</summary>
internal static class ChunkExport
{
    /// <summary>The chunk of the largest subtree of <paramref name="view"/> that holds <paramref name="start"/> and fits.</summary>
    internal static StateChunk Build(CompactView view, Hash256 start)
    {
        int depth = view.SmallDepth(start);
        Leaf[] leaves = view.Leaves(start, depth);
        if (Fits(leaves))
        {
            Widen(view, start, ref depth, ref leaves);
            return new StateChunk(start, [.. Siblings(view, start, depth)], leaves);
        }

        List<Hash256> siblings = Siblings(view, start, depth);
        for (; !Fits(leaves); depth++)
        {
            // A list of few but long entries.
            int middle = Leaf.Split(leaves, depth);
            siblings.Add(StateHash.Subtree(start.Bit(depth) ? leaves.AsSpan(0, middle) : leaves.AsSpan(middle), depth + 1));
            leaves = start.Bit(depth) ? leaves[middle..] : leaves[..middle];
        }

        return new StateChunk(start, [.. siblings], leaves);
    }

    /// <summary>Goes up while the sibling fits too.</summary>
    private static void Widen(CompactView view, Hash256 start, ref int depth, ref Leaf[] leaves)
    {
        for (; depth > 0; depth--)
        {
            Hash256 beside = start.WithBitFlipped(depth - 1);

            // One entry always fits, so no subtree above a chunk has less than two.
            bool isOnly = leaves.Length == 0 && view.NodeAt(beside, depth).Count == 1;
            long most = isOnly ? long.MaxValue : StateChunks.EntriesSizeBytes - SizeBytes(leaves);
            if (!view.TryLeaves(beside, depth, Math.Max(most, 0), out Leaf[] sibling))
            {
                return;
            }

            leaves = start.Bit(depth - 1) ? [.. sibling, .. leaves] : [.. leaves, .. sibling];
        }
    }

    private static List<Hash256> Siblings(CompactView view, Hash256 start, int depth)
    {
        List<Hash256> siblings = [];
        for (int bit = 0; bit < depth; bit++)
        {
            siblings.Add(view.NodeAt(start.WithBitFlipped(bit), bit + 1).Hash);
        }

        return siblings;
    }

    private static bool Fits(ReadOnlySpan<Leaf> leaves) => leaves.Length <= 1 || SizeBytes(leaves) <= StateChunks.EntriesSizeBytes;

    private static long SizeBytes(ReadOnlySpan<Leaf> leaves)
    {
        long sizeBytes = 0;
        foreach (ref readonly Leaf leaf in leaves)
        {
            sizeBytes += StateChunk.EntrySizeBytes(leaf.Value.Length);
        }

        return sizeBytes;
    }
}
