using Komandor.Primitives;

namespace Komandor.State;

/// <summary>One entry of the map with its leaf hash.</summary>
internal readonly struct Leaf
{
    private Leaf(Hash256 key, byte[] value, Hash256 hash)
    {
        Key = key;
        Value = value;
        Hash = hash;
    }

    /// <summary>The key.</summary>
    public Hash256 Key { get; }

    /// <summary>The leaf hash (rule S2).</summary>
    public Hash256 Hash { get; }

    /// <summary>The value; never changed once here.</summary>
    public byte[] Value { get; }

    /// <summary>Hashes an entry.</summary>
    public static Leaf Of(Hash256 key, byte[] value) => new(key, value, StateHash.Leaf(key, StateHash.Value(value)));

    /// <summary>The number of leaves whose bit <paramref name="bit"/> is clear; they come first.</summary>
    public static int Split(ReadOnlySpan<Leaf> leaves, int bit)
    {
        int low = 0;
        int high = leaves.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (leaves[middle].Key.Bit(bit))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    /// <summary>The place of <paramref name="key"/> in ascending <paramref name="leaves"/>, or the complement of where it would be.</summary>
    public static int Find(ReadOnlySpan<Leaf> leaves, Hash256 key)
    {
        int low = 0;
        int high = leaves.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = leaves[middle].Key.CompareTo(key);
            if (order == 0)
            {
                return middle;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }
}
