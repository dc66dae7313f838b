using Komandor.Primitives;

namespace Komandor.State;

/// <summary>One entry of the map with its leaf hash.</summary>
internal readonly struct Leaf
{
    /// <summary>An entry whose leaf hash is known.</summary>
    public Leaf(Hash256 key, byte[] value, Hash256 hash)
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
}
