using Komandor.Primitives;

namespace Komandor.State;

/// <summary>The hashes of the nodes inside a bucket, so that a change hashes its own path alone.</summary>
/// <remarks>Every two neighbours among the leaves are parted by exactly one node that has leaves on both sides: its hash stands at the index of the
/// left one. Nodes with an empty side are hashed again when they are needed; among hashed keys they are few.</remarks>
internal sealed class BucketHashes
{
    private readonly Hash256[] _joins;

    /// <summary>Hashes everything.</summary>
    public BucketHashes(ReadOnlySpan<Leaf> leaves, int depth)
    {
        _joins = leaves.Length < 2 ? [] : new Hash256[leaves.Length - 1];
        Top = Hash(leaves, 0, depth);
    }

    private BucketHashes(int leaves) => _joins = leaves < 2 ? [] : new Hash256[leaves - 1];

    /// <summary>The subtree's hash.</summary>
    public Hash256 Top { get; private set; }

    /// <summary>The hashes of <paramref name="leaves"/>, which <paramref name="changes"/> made of the <paramref name="old"/> ones.</summary>
    public BucketHashes With(ReadOnlySpan<Leaf> old, ReadOnlySpan<Leaf> leaves, ReadOnlySpan<KeyValuePair<Hash256, byte[]?>> changes, int depth)
    {
        BucketHashes changed = new(leaves.Length);
        changed.Top = changed.Update(this, old, 0, leaves, 0, changes, depth);
        return changed;
    }

    private Hash256 Hash(ReadOnlySpan<Leaf> leaves, int first, int depth)
    {
        if (leaves.Length <= 1)
        {
            return leaves.IsEmpty ? Hash256.Zero : leaves[0].Hash;
        }

        int middle = Leaf.Split(leaves, depth);
        Hash256 left = Hash(leaves[..middle], first, depth + 1);
        Hash256 right = Hash(leaves[middle..], first + middle, depth + 1);
        return Join(left, right, first, middle, leaves.Length);
    }

    private Hash256 Update(
        BucketHashes known, ReadOnlySpan<Leaf> old, int oldFirst, ReadOnlySpan<Leaf> leaves, int first,
        ReadOnlySpan<KeyValuePair<Hash256, byte[]?>> changes, int depth)
    {
        if (changes.IsEmpty && old.Length > 1)
        {
            known._joins.AsSpan(oldFirst, old.Length - 1).CopyTo(_joins.AsSpan(first));
            return known.Find(old, oldFirst, depth);
        }

        if (leaves.Length <= 1)
        {
            return leaves.IsEmpty ? Hash256.Zero : leaves[0].Hash;
        }

        int oldMiddle = Leaf.Split(old, depth);
        int middle = Leaf.Split(leaves, depth);
        int changesMiddle = 0;
        while (changesMiddle < changes.Length && !changes[changesMiddle].Key.Bit(depth))
        {
            changesMiddle++;
        }

        Hash256 left = Update(known, old[..oldMiddle], oldFirst, leaves[..middle], first, changes[..changesMiddle], depth + 1);
        Hash256 right = Update(
            known, old[oldMiddle..], oldFirst + oldMiddle, leaves[middle..], first + middle, changes[changesMiddle..], depth + 1);
        return Join(left, right, first, middle, leaves.Length);
    }

    /// <summary>The hash of a subtree of at least two leaves whose joins are here.</summary>
    private Hash256 Find(ReadOnlySpan<Leaf> leaves, int first, int depth)
    {
        int middle = Leaf.Split(leaves, depth);
        return middle == 0 ? StateHash.Node(Hash256.Zero, Find(leaves, first, depth + 1))
            : middle == leaves.Length ? StateHash.Node(Find(leaves, first, depth + 1), Hash256.Zero)
            : _joins[first + middle - 1];
    }

    private Hash256 Join(Hash256 left, Hash256 right, int first, int middle, int count)
    {
        Hash256 hash = StateHash.Node(left, right);
        if (middle > 0 && middle < count)
        {
            _joins[first + middle - 1] = hash;
        }

        return hash;
    }
}
