using System.Runtime.InteropServices;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.PlainState;

/// <summary>The keys, leaf hashes and inner hashes of a bucket, so that a change hashes its own path alone.</summary>
/// <remarks>Every two neighbours among the leaves are parted by exactly one node that has leaves on both sides: its hash, a join, stands at the index of
/// the left one. Nodes with an empty side are hashed again when they are needed; among hashed keys they are few.</remarks>
internal readonly ref struct BucketHashes
{
    private readonly Span<Hash256> _joins;

    /// <summary>Views the start of a bucket's bytes: keys, leaf hashes, joins.</summary>
    public BucketHashes(Span<byte> data, int count)
    {
        Span<Hash256> hashes = MemoryMarshal.Cast<byte, Hash256>(data[..SizeBytes(count)]);
        Keys = hashes[..count];
        Leaves = hashes.Slice(count, count);
        _joins = hashes[(2 * count)..];
    }

    /// <summary>The keys, ascending.</summary>
    public Span<Hash256> Keys { get; }

    /// <summary>The leaves' hashes.</summary>
    public Span<Hash256> Leaves { get; }

    /// <summary>What <paramref name="count"/> leaves take.</summary>
    public static int SizeBytes(int count) => Hash256.SizeBytes * ((2 * count) + Math.Max(count - 1, 0));

    /// <summary>Hashes everything.</summary>
    /// <returns>The subtree's hash.</returns>
    public Hash256 Hash(int depth) => Hash(0, Keys.Length, depth);

    /// <summary>Hashes what <paramref name="changes"/> touched and takes the rest from the <paramref name="old"/> hashes.</summary>
    /// <returns>The subtree's hash.</returns>
    public Hash256 Update(BucketHashes old, ReadOnlySpan<KeyValuePair<Hash256, byte[]?>> changes, int depth) =>
        Update(old, 0, old.Keys.Length, 0, Keys.Length, changes, depth);

    private Hash256 Hash(int first, int end, int depth)
    {
        if (end - first <= 1)
        {
            return end == first ? Hash256.Zero : Leaves[first];
        }

        int middle = Split(first, end, depth);
        return Join(Hash(first, middle, depth + 1), Hash(middle, end, depth + 1), first, middle, end);
    }

    private Hash256 Update(
        BucketHashes old, int oldFirst, int oldEnd, int first, int end, ReadOnlySpan<KeyValuePair<Hash256, byte[]?>> changes, int depth)
    {
        if (changes.IsEmpty && oldEnd - oldFirst > 1)
        {
            old._joins[oldFirst..(oldEnd - 1)].CopyTo(_joins[first..]);
            return old.Find(oldFirst, oldEnd, depth);
        }

        if (end - first <= 1)
        {
            return end == first ? Hash256.Zero : Leaves[first];
        }

        int oldMiddle = old.Split(oldFirst, oldEnd, depth);
        int middle = Split(first, end, depth);
        int changed = 0;
        while (changed < changes.Length && !changes[changed].Key.Bit(depth))
        {
            changed++;
        }

        Hash256 left = Update(old, oldFirst, oldMiddle, first, middle, changes[..changed], depth + 1);
        Hash256 right = Update(old, oldMiddle, oldEnd, middle, end, changes[changed..], depth + 1);
        return Join(left, right, first, middle, end);
    }

    /// <summary>The hash of a subtree of at least two leaves whose joins are here.</summary>
    private Hash256 Find(int first, int end, int depth)
    {
        int middle = Split(first, end, depth);
        return middle == first ? StateHash.Node(Hash256.Zero, Find(first, end, depth + 1))
            : middle == end ? StateHash.Node(Find(first, end, depth + 1), Hash256.Zero)
            : _joins[middle - 1];
    }

    private Hash256 Join(Hash256 left, Hash256 right, int first, int middle, int end)
    {
        Hash256 hash = StateHash.Node(left, right);
        if (middle > first && middle < end)
        {
            _joins[middle - 1] = hash;
        }

        return hash;
    }

    /// <summary>The first of the leaves whose bit <paramref name="bit"/> is set.</summary>
    private int Split(int first, int end, int bit)
    {
        while (first < end)
        {
            int middle = (first + end) >>> 1;
            if (Keys[middle].Bit(bit))
            {
                end = middle;
            }
            else
            {
                first = middle + 1;
            }
        }

        return first;
    }
}
