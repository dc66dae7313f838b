using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.State;

/// <summary>The hashes of the tree: docs/protocol/state.md §1.</summary>
public static class StateHash
{
    /// <summary>Hashes a value (rule S2).</summary>
    public static readonly HashDomain ValueDomain = new("state-value");

    /// <summary>Hashes a leaf: its key and its value's hash (rule S2).</summary>
    public static readonly HashDomain LeafDomain = new("state-leaf");

    /// <summary>Hashes an inner node: its two children (rule S3).</summary>
    public static readonly HashDomain NodeDomain = new("state-node");

    /// <summary>The hash of <paramref name="value"/>.</summary>
    public static Hash256 Value(ReadOnlySpan<byte> value) => Blake2b.Hash(ValueDomain, value);

    /// <summary>The hash of the leaf of <paramref name="key"/>, whose value hashes to <paramref name="valueHash"/>.</summary>
    public static Hash256 Leaf(Hash256 key, Hash256 valueHash) => Blake2b.Hash(LeafDomain, key, valueHash);

    /// <summary>The hash of a subtree of at least two leaves.</summary>
    public static Hash256 Node(Hash256 left, Hash256 right) => Blake2b.Hash(NodeDomain, left, right);

    /// <summary>The subtree at <paramref name="depth"/> bits over <paramref name="leaves"/>, which ascend and share that many bits.</summary>
    internal static Hash256 Subtree(ReadOnlySpan<Leaf> leaves, int depth)
    {
        if (leaves.Length <= 1)
        {
            return leaves.IsEmpty ? Hash256.Zero : leaves[0].Hash;
        }

        int middle = State.Leaf.Split(leaves, depth);
        return Node(Subtree(leaves[..middle], depth + 1), Subtree(leaves[middle..], depth + 1));
    }
}
