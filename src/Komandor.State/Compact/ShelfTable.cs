using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Finds a key's shelf by its first bits, and holds the tree above the shelves.</summary>
/// <remarks>Nodes are numbered as in a heap: the root is 1, the children of n are 2n and 2n + 1. A node's number says its depth and prefix, and
/// stays when the table grows.</remarks>
internal sealed class ShelfTable
{
    /// <summary>A place that opening has not read yet.</summary>
    internal static readonly Shelf Unknown = new(0, 0, [], 0, 0);

    private Shelf?[] _slots;
    private Hash256[] _hashes;
    private byte[] _counts;

    /// <summary>A table without entries.</summary>
    /// <param name="isKnown">Whether that is what there is; otherwise it will be read.</param>
    internal ShelfTable(bool isKnown)
    {
        Bits = Shelf.MinimumDepth;
        _slots = new Shelf?[1 << Bits];
        if (!isKnown)
        {
            _slots.AsSpan().Fill(Unknown);
        }

        _hashes = new Hash256[2 << Bits];
        _counts = new byte[2 << Bits];
    }

    /// <summary>log2 of the number of slots.</summary>
    internal int Bits { get; private set; }

    /// <summary>The root over all entries.</summary>
    internal Hash256 Root => _hashes[1];

    /// <summary>The shelf of the keys that begin with <paramref name="prefix"/>; null when it has no entries.</summary>
    internal Shelf? Find(ulong prefix) => _slots[prefix >> (64 - Bits)];

    /// <summary>The shelf, or a new one that is not in the table.</summary>
    internal Shelf FindOrMake(ulong prefix) =>
        Find(prefix) ?? new Shelf(prefix >> (64 - Shelf.MinimumDepth) << (64 - Shelf.MinimumDepth), Shelf.MinimumDepth, new ulong[2], 0, 0);

    /// <summary>A node above the shelves, or a shelf's own.</summary>
    internal TreeNode NodeAt(uint node) => node < _hashes.Length ? new TreeNode(node, _counts[node], _hashes[node]) : new TreeNode(node, 0, Hash256.Zero);

    /// <summary>Whether a node is there, be it empty: below a shelf's own node none is.</summary>
    internal bool Exists(uint node)
    {
        // A node that is there has as many entries as its two children, when these are there.
        while (node > 1 && NodeAt(node).Count + NodeAt(node ^ 1).Count == 0)
        {
            node >>= 1;
            if (NodeAt(node).Count > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Sets a node.</summary>
    internal void Set(in TreeNode node)
    {
        Reserve(31 - System.Numerics.BitOperations.LeadingZeroCount(node.Number));
        _hashes[node.Number] = node.Hash;
        _counts[node.Number] = node.Count;
    }

    /// <summary>Puts a shelf in place of what was there for its keys.</summary>
    internal void Set(Shelf shelf)
    {
        Reserve(shelf.Depth);
        SlotsOf(shelf.Prefix, shelf.Depth).Fill(shelf);
    }

    /// <summary>Makes the shelves of a range of keys empty.</summary>
    /// <param name="first">The first key's first bits.</param>
    /// <param name="last">The last key's.</param>
    internal void Clear(ulong first, ulong last)
    {
        for (ulong slot = first >> (64 - Bits); slot <= last >> (64 - Bits); slot++)
        {
            _slots[slot] = null;
        }
    }

    /// <summary>Whether every place was read.</summary>
    internal bool IsKnown() => !_slots.AsSpan().Contains(Unknown);

    /// <summary>All shelves that have or had entries, in key order.</summary>
    internal IEnumerable<Shelf> Shelves()
    {
        Shelf? last = null;
        foreach (Shelf? shelf in _slots)
        {
            if (shelf is not null && shelf != last)
            {
                yield return shelf;
            }

            last = shelf ?? last;
        }
    }

    /// <summary>About how much memory the table and the shelves take.</summary>
    internal long SizeBytes()
    {
        long sizeBytes = (8L * _slots.Length) + (33L * _hashes.Length);
        foreach (Shelf shelf in Shelves())
        {
            sizeBytes += shelf.SizeBytes;
        }

        return sizeBytes;
    }

    private Span<Shelf?> SlotsOf(ulong prefix, int depth) => _slots.AsSpan((int)(prefix >> (64 - Bits)), 1 << (Bits - depth));

    /// <summary>Makes room for shelves of <paramref name="depth"/> shared bits.</summary>
    internal void Reserve(int depth)
    {
        while (Bits < depth)
        {
            Shelf?[] slots = new Shelf?[2 * _slots.Length];
            for (int index = 0; index < _slots.Length; index++)
            {
                slots[2 * index] = _slots[index];
                slots[(2 * index) + 1] = _slots[index];
            }

            _slots = slots;
            Array.Resize(ref _hashes, 2 * _hashes.Length);
            Array.Resize(ref _counts, 2 * _counts.Length);
            Bits++;
        }
    }
}
