using Komandor.Primitives;

namespace Komandor.State;

/// <summary>The entries of a subtree that is small enough to be kept as a list; not stored, since the values' table is that list.</summary>
internal sealed class Bucket : StateNode
{
    /// <summary>A subtree of more leaves than this is a page.</summary>
    public const int MaximumLeaves = 32;

    private const int LeafOverheadBytes = 100;

    private readonly Leaf[] _leaves;

    /// <summary>Takes over ascending <paramref name="leaves"/>.</summary>
    public Bucket(Leaf[] leaves)
    {
        _leaves = leaves;
        int sizeBytes = 64;
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

    /// <summary>The value of <paramref name="key"/> or null.</summary>
    public byte[]? Get(Hash256 key)
    {
        int index = Leaf.Find(_leaves, key);
        return index < 0 ? null : _leaves[index].Value;
    }

    /// <summary>The bucket as its parent sees it.</summary>
    /// <param name="depth">Its path's nibbles.</param>
    public Slot ToSlot(int depth) => new(_leaves.Length, StateHash.Subtree(_leaves, depth * 4));
}
