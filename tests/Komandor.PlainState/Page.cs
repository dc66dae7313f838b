using Komandor.Primitives;

namespace Komandor.PlainState;

/// <summary>Four levels of the tree: sixteen subtrees and the nodes above them.</summary>
internal sealed class Page : StateNode
{
    /// <summary>The subtrees of a page.</summary>
    public const int Slots = 16;

    // A heap: node 1 is the page's own root, node i has the children 2i and 2i + 1, nodes 16 to 31 are the slots.
    private readonly Slot[] _nodes;

    private Page(Slot[] nodes) => _nodes = nodes;

    /// <summary>A page of these sixteen subtrees.</summary>
    public Page(ReadOnlySpan<Slot> slots)
    {
        _nodes = new Slot[2 * Slots];
        slots.CopyTo(_nodes.AsSpan(Slots));
        Rehash(0xffff);
    }

    /// <summary>The page as its parent sees it.</summary>
    public Slot Top => _nodes[1];

    /// <inheritdoc/>
    public override int SizeBytes => 1400;

    /// <summary>Node <paramref name="index"/> of the heap, 1 to 31.</summary>
    public Slot Node(int index) => _nodes[index];

    /// <summary>The subtree of a nibble.</summary>
    public Slot this[int nibble] => _nodes[Slots + nibble];

    /// <summary>Copies the sixteen subtrees.</summary>
    public void CopyTo(Span<Slot> slots) => _nodes.AsSpan(Slots).CopyTo(slots);

    /// <summary>A copy with other subtrees at the nibbles of <paramref name="touched"/>'s bits.</summary>
    public Page With(ReadOnlySpan<Slot> slots, int touched)
    {
        Page copy = new((Slot[])_nodes.Clone());
        for (int nibble = 0; nibble < Slots; nibble++)
        {
            if ((touched >> nibble & 1) != 0)
            {
                copy._nodes[Slots + nibble] = slots[nibble];
            }
        }

        copy.Rehash(touched);
        return copy;
    }

    /// <summary>Writes the sixteen subtrees (rule T3).</summary>
    public void Write(CanonicalWriter writer)
    {
        for (int nibble = 0; nibble < Slots; nibble++)
        {
            Slot slot = this[nibble];
            writer.VarUInt((ulong)slot.Count);
            if (slot.Count != 0)
            {
                writer.Hash(slot.Hash);
            }
        }
    }

    /// <summary>The page as it is stored.</summary>
    public byte[] ToArray()
    {
        CanonicalWriter writer = new(640);
        Write(writer);
        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static Page Read(ref CanonicalReader reader)
    {
        Span<Slot> slots = stackalloc Slot[Slots];
        for (int nibble = 0; nibble < Slots; nibble++)
        {
            long count = (long)reader.VarUInt(long.MaxValue >> 8);
            slots[nibble] = new Slot(count, count == 0 ? Hash256.Zero : reader.Hash());
        }

        return new Page(slots);
    }

    private void Rehash(int touched)
    {
        for (int first = Slots / 2; first >= 1; first /= 2)
        {
            int above = 0;
            for (int index = 0; index < first; index++)
            {
                if ((touched >> (2 * index) & 3) != 0)
                {
                    above |= 1 << index;
                    int node = first + index;
                    _nodes[node] = Slot.Join(_nodes[2 * node], _nodes[(2 * node) + 1]);
                }
            }

            touched = above;
        }
    }
}
