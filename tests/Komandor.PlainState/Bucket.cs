using System.Buffers.Binary;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.PlainState;

/// <summary>The entries of a subtree that is small enough to be kept as a list; not stored, since the values' table is that list.</summary>
/// <remarks>One array holds everything, so that the collector has nothing to follow: <see cref="BucketHashes"/>, where each value ends (four bytes,
/// complemented when the value is too long to be held), the held values.</remarks>
internal sealed class Bucket : StateNode
{
    /// <summary>A subtree of more leaves than this is a page.</summary>
    public const int MaximumLeaves = 32;

    /// <summary>A longer value is read from the engine: a bucket is copied whenever one of its entries changes.</summary>
    public const int MaximumHeldSizeBytes = 512;

    /// <summary>No entries.</summary>
    public static readonly Bucket Empty = Of([], 0);

    private const int EndSizeBytes = 4;
    private const int OverheadBytes = 200;

    private readonly byte[] _data;

    private Bucket(byte[] data, Slot top)
    {
        _data = data;
        Top = top;
    }

    /// <inheritdoc/>
    public override int SizeBytes => OverheadBytes + _data.Length;

    /// <summary>The bucket as its parent sees it.</summary>
    public Slot Top { get; }

    /// <summary>The number of entries.</summary>
    public int Count => (int)Top.Count;

    /// <summary>The keys, ascending.</summary>
    public ReadOnlySpan<Hash256> Keys => Hashes.Keys;

    /// <summary>The keys' hashes and those above them.</summary>
    private BucketHashes Hashes => new(_data, Count);

    /// <summary>A bucket of ascending <paramref name="leaves"/>, which share their first <paramref name="depth"/> bits.</summary>
    public static Bucket Of(ReadOnlySpan<Leaf> leaves, int depth)
    {
        int valuesSizeBytes = 0;
        foreach (ref readonly Leaf leaf in leaves)
        {
            valuesSizeBytes += HeldSizeBytes(leaf.Value);
        }

        byte[] data = Allocate(leaves.Length, valuesSizeBytes);
        BucketHashes hashes = new(data, leaves.Length);
        int end = 0;
        for (int index = 0; index < leaves.Length; index++)
        {
            hashes.Keys[index] = leaves[index].Key;
            hashes.Leaves[index] = leaves[index].Hash;
            end = Append(data, leaves.Length, index, end, leaves[index].Value);
        }

        return new Bucket(data, new Slot(leaves.Length, hashes.Hash(depth)));
    }

    /// <summary>This bucket with <paramref name="changes"/>; only what they touch is hashed.</summary>
    /// <param name="changes">Ascending.</param>
    /// <param name="count">How many entries there are afterwards; at most <see cref="MaximumLeaves"/>.</param>
    /// <param name="depth">Bits that all keys share.</param>
    public Bucket With(ReadOnlySpan<KeyValuePair<Hash256, byte[]?>> changes, int count, int depth)
    {
        // What stands at each place: an old entry's index, or a change's, complemented.
        Span<int> sources = stackalloc int[MaximumLeaves];
        int valuesSizeBytes = Merge(changes, sources[..count]);
        byte[] data = Allocate(count, valuesSizeBytes);
        BucketHashes hashes = new(data, count);
        BucketHashes old = Hashes;
        int end = 0;
        for (int index = 0; index < count; index++)
        {
            int source = sources[index];
            if (source >= 0)
            {
                hashes.Keys[index] = old.Keys[source];
                hashes.Leaves[index] = old.Leaves[source];
                end = TryHeld(source, out ReadOnlySpan<byte> held) ? Append(data, count, index, end, held) : Skip(data, count, index, end);
            }
            else
            {
                (Hash256 key, byte[]? value) = changes[~source];
                hashes.Keys[index] = key;
                hashes.Leaves[index] = StateHash.Leaf(key, StateHash.Value(value));
                end = Append(data, count, index, end, value);
            }
        }

        return new Bucket(data, new Slot(count, hashes.Update(old, changes, depth)));
    }

    /// <summary>The place of <paramref name="key"/>, or the complement of where it would be.</summary>
    public int Find(Hash256 key) => Keys.BinarySearch(key);

    /// <summary>The value at <paramref name="index"/>, unless it is too long to be held.</summary>
    public bool TryHeld(int index, out ReadOnlySpan<byte> value)
    {
        int first = index == 0 ? 0 : End(index - 1);
        int end = BinaryPrimitives.ReadInt32LittleEndian(_data.AsSpan(BucketHashes.SizeBytes(Count) + (EndSizeBytes * index)));
        value = end < 0 ? default : _data.AsSpan(ValuesAt(Count))[first..end];
        return end >= 0;
    }

    /// <summary>The entry at <paramref name="index"/>, whose value is <paramref name="value"/>.</summary>
    public Leaf LeafAt(int index, byte[] value) => new(Keys[index], value, Hashes.Leaves[index]);

    private int Merge(ReadOnlySpan<KeyValuePair<Hash256, byte[]?>> changes, Span<int> sources)
    {
        ReadOnlySpan<Hash256> keys = Keys;
        int sizeBytes = 0;
        int next = 0;
        int count = 0;
        for (int index = 0; index <= changes.Length; index++)
        {
            for (; next < keys.Length && (index == changes.Length || keys[next].CompareTo(changes[index].Key) < 0); next++)
            {
                sources[count++] = next;
                sizeBytes += TryHeld(next, out ReadOnlySpan<byte> held) ? held.Length : 0;
            }

            if (index == changes.Length)
            {
                break;
            }

            if (next < keys.Length && keys[next] == changes[index].Key)
            {
                next++;
            }

            if (changes[index].Value is { } value)
            {
                sources[count++] = ~index;
                sizeBytes += HeldSizeBytes(value);
            }
        }

        Invariant.Require(count == sources.Length);
        return sizeBytes;
    }

    private int End(int index)
    {
        int end = BinaryPrimitives.ReadInt32LittleEndian(_data.AsSpan(BucketHashes.SizeBytes(Count) + (EndSizeBytes * index)));
        return end < 0 ? ~end : end;
    }

    private static int HeldSizeBytes(ReadOnlySpan<byte> value) => value.Length > MaximumHeldSizeBytes ? 0 : value.Length;

    private static int ValuesAt(int count) => BucketHashes.SizeBytes(count) + (EndSizeBytes * count);

    private static byte[] Allocate(int count, int valuesSizeBytes) =>
        GC.AllocateUninitializedArray<byte>(ValuesAt(count) + valuesSizeBytes);

    private static int Append(byte[] data, int count, int index, int end, ReadOnlySpan<byte> value)
    {
        if (value.Length > MaximumHeldSizeBytes)
        {
            return Skip(data, count, index, end);
        }

        value.CopyTo(data.AsSpan(ValuesAt(count) + end));
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(BucketHashes.SizeBytes(count) + (EndSizeBytes * index)), end + value.Length);
        return end + value.Length;
    }

    private static int Skip(byte[] data, int count, int index, int end)
    {
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(BucketHashes.SizeBytes(count) + (EndSizeBytes * index)), ~end);
        return end;
    }
}
