using Komandor.Primitives;

namespace Komandor.State;

/// <summary>The entries of a subtree that is small enough to be kept as a list; not stored, since the values' table is that list.</summary>
internal sealed class Bucket : StateNode
{
    /// <summary>A subtree of more leaves than this is a page.</summary>
    public const int MaximumLeaves = 32;

    /// <summary>No entries.</summary>
    public static readonly Bucket Empty = new([], 0);

    private const int LeafOverheadBytes = 140;

    private readonly Leaf[] _leaves;
    private readonly BucketHashes _hashes;

    /// <summary>Takes over ascending <paramref name="leaves"/>, which share their first <paramref name="depth"/> bits.</summary>
    public Bucket(Leaf[] leaves, int depth)
        : this(leaves, new BucketHashes(leaves, depth))
    {
    }

    private Bucket(Leaf[] leaves, BucketHashes hashes)
    {
        _leaves = leaves;
        _hashes = hashes;
        int sizeBytes = 120;
        foreach (ref readonly Leaf leaf in leaves.AsSpan())
        {
            sizeBytes += LeafOverheadBytes + leaf.Value.Length;
        }

        SizeBytes = sizeBytes;
    }

    /// <summary>The entries, ascending.</summary>
    public ReadOnlySpan<Leaf> Leaves => _leaves;

    /// <inheritdoc/>
    public override int SizeBytes { get; }

    /// <summary>The bucket as its parent sees it.</summary>
    public Slot Top => new(_leaves.Length, _hashes.Top);

    /// <summary>The bucket of <paramref name="leaves"/>, which <paramref name="changes"/> made of this one's; only what they touch is hashed.</summary>
    public Bucket With(Leaf[] leaves, ReadOnlySpan<KeyValuePair<Hash256, byte[]?>> changes, int depth) =>
        new(leaves, _hashes.With(_leaves, leaves, changes, depth));

    /// <summary>The value of <paramref name="key"/> or null.</summary>
    public byte[]? Get(Hash256 key)
    {
        int index = Leaf.Find(_leaves, key);
        return index < 0 ? null : _leaves[index].Value;
    }
}
