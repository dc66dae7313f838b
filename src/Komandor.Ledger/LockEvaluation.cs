namespace Komandor.Ledger;

/// <summary>Whether openings open a lock, and which of them are needed: docs/protocol/locks.md §3.</summary>
internal static class LockEvaluation
{
    /// <summary>Whether <paramref name="node"/>, whose first leaf is <paramref name="firstLeaf"/>, holds with the leaves of the bit set.</summary>
    internal static bool Holds(LockNode node, int firstLeaf, ulong opened)
    {
        if (node.Parts.IsEmpty)
        {
            return ((opened >> firstLeaf) & 1) != 0;
        }

        int holding = 0;
        foreach (LockNode part in node.Parts)
        {
            holding += Holds(part, firstLeaf, opened) ? 1 : 0;
            firstLeaf += part.LeafCount;
        }

        return holding >= node.Required;
    }

    /// <summary>The opened leaves without any one of which <paramref name="node"/>, which holds, would not.</summary>
    /// <remarks>A leaf occurs once in the tree, so it decides a group exactly when it decides a part, and the group has no part to spare.</remarks>
    internal static ulong Needed(LockNode node, int firstLeaf, ulong opened)
    {
        if (node.Parts.IsEmpty)
        {
            return 1UL << firstLeaf;
        }

        ulong needed = 0;
        int holding = 0;
        foreach (LockNode part in node.Parts)
        {
            if (Holds(part, firstLeaf, opened))
            {
                holding++;
                needed |= Needed(part, firstLeaf, opened);
            }

            firstLeaf += part.LeafCount;
        }

        return holding == node.Required ? needed : 0;
    }
}
