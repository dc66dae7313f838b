using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>The keys that a lock names.</summary>
public static class LockKeys
{
    /// <summary>Whether every key below <paramref name="node"/> is one that a lock may name (<see cref="Ed25519.IsAcceptableKey"/>).</summary>
    public static bool AreAcceptable(LockNode node)
    {
        if (node.Kind == LockKind.Key)
        {
            return Ed25519.IsAcceptableKey(new PublicKey(node.Value));
        }

        foreach (LockNode part in node.Parts)
        {
            if (!AreAcceptable(part))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds every key below <paramref name="node"/> that is not among <paramref name="known"/> to <paramref name="keys"/>.</summary>
    internal static void AddUnknownTo(LockNode node, HashSet<Hash256> known, List<PublicKey> keys)
    {
        if (node.Kind == LockKind.Key && !known.Contains(node.Value))
        {
            keys.Add(new PublicKey(node.Value));
        }

        foreach (LockNode part in node.Parts)
        {
            AddUnknownTo(part, known, keys);
        }
    }

    /// <summary>Adds every key below <paramref name="node"/> to <paramref name="keys"/>.</summary>
    internal static void AddTo(LockNode node, HashSet<Hash256> keys)
    {
        if (node.Kind == LockKind.Key)
        {
            keys.Add(node.Value);
        }

        foreach (LockNode part in node.Parts)
        {
            AddTo(part, keys);
        }
    }

    /// <summary>The leaf at <paramref name="index"/> in pre-order.</summary>
    /// <param name="node">The tree.</param>
    /// <param name="index">0 to the number of leaves less one.</param>
    public static LockNode Leaf(LockNode node, int index)
    {
        while (!node.Parts.IsEmpty)
        {
            int part = 0;
            while (index >= node.Parts[part].LeafCount)
            {
                index -= node.Parts[part++].LeafCount;
            }

            node = node.Parts[part];
        }

        return node;
    }
}
