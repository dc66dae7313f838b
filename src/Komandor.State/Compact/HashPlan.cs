using System.Runtime.InteropServices;
using Komandor.Cryptography.Hashing;
using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>Hashes of many small trees at once: what depends on nothing open is hashed together, round by round.</summary>
internal sealed class HashPlan
{
    // The slot of an empty subtree, whose hash is zero.
    private const int Nothing = 0;

    private readonly HashBatch _values = new(StateHash.ValueDomain);
    private readonly HashBatch _leaves = new(StateHash.LeafDomain);
    private readonly HashBatch _nodes = new(StateHash.NodeDomain);
    private readonly List<List<(int Left, int Right, int Target)>> _levels = [];
    private Hash256[] _hashes = new Hash256[256];
    private Hash256[] _valueHashes = new Hash256[256];
    private Hash256[] _keys = new Hash256[256];
    private int[] _leafSlots = new int[256];
    private int _slots = 1;
    private int _leafCount;

    /// <summary>The number of leaves that were added since the last run.</summary>
    internal int Leaves => _leafCount;

    /// <summary>An empty subtree.</summary>
    internal static PlannedNode Empty => new(Nothing, 0, 0);

    /// <summary>A node's hash, after <see cref="Run"/>.</summary>
    internal Hash256 HashOf(PlannedNode node) => _hashes[node.Slot];

    /// <summary>A subtree whose hash is known.</summary>
    internal PlannedNode Known(in Hash256 hash, byte count)
    {
        if (count == 0)
        {
            return Empty;
        }

        int slot = NewSlot();
        _hashes[slot] = hash;
        return new PlannedNode(slot, 0, count);
    }

    /// <summary>An entry. Its bytes are not used any more once this returns.</summary>
    internal PlannedNode Leaf(in Hash256 key, ReadOnlySpan<byte> value)
    {
        if (_leafCount == _keys.Length)
        {
            _values.Flush();
            Array.Resize(ref _keys, 2 * _leafCount);
            Array.Resize(ref _valueHashes, 2 * _leafCount);
            Array.Resize(ref _leafSlots, 2 * _leafCount);
            _values.Aim(_valueHashes);
        }

        if (_leafCount == 0)
        {
            _values.Aim(_valueHashes);
        }

        int slot = NewSlot();
        _keys[_leafCount] = key;
        _leafSlots[_leafCount] = slot;
        _values.Add(value, _leafCount++);
        return new PlannedNode(slot, 0, 1);
    }

    /// <summary>The subtree over two neighbours (rule S3).</summary>
    internal PlannedNode Join(PlannedNode left, PlannedNode right)
    {
        if (left.Count + right.Count <= 1)
        {
            return left.Count == 1 ? left : right;
        }

        int level = Math.Max(left.Level, right.Level) + 1;
        while (_levels.Count < level)
        {
            _levels.Add([]);
        }

        int slot = NewSlot();
        _levels[level - 1].Add((left.Slot, right.Slot, slot));
        return new PlannedNode(slot, level, 2);
    }

    /// <summary>The subtree over a power of two of neighbours.</summary>
    internal PlannedNode Join(ReadOnlySpan<PlannedNode> nodes)
    {
        int half = nodes.Length / 2;
        return half == 0 ? nodes[0] : Join(Join(nodes[..half]), Join(nodes[half..]));
    }

    /// <summary>The subtree at <paramref name="depth"/> bits over entries, which ascend and share that many bits.</summary>
    internal PlannedNode Subtree(ReadOnlySpan<PlannedLeaf> leaves, int depth)
    {
        if (leaves.Length <= 1)
        {
            return leaves.IsEmpty ? Empty : leaves[0].Node;
        }

        int middle = 0;
        while (middle < leaves.Length && !leaves[middle].Key.Bit(depth))
        {
            middle++;
        }

        return Join(Subtree(leaves[..middle], depth + 1), Subtree(leaves[middle..], depth + 1));
    }

    /// <summary>Hashes all that was added.</summary>
    internal void Run()
    {
        _values.Flush();
        _leaves.Aim(_hashes);
        for (int index = 0; index < _leafCount; index++)
        {
            _leaves.Add(_keys[index], _valueHashes[index], _leafSlots[index]);
        }

        _leaves.Flush();
        _nodes.Aim(_hashes);
        foreach (List<(int Left, int Right, int Target)> level in _levels)
        {
            foreach ((int left, int right, int target) in CollectionsMarshal.AsSpan(level))
            {
                _nodes.Add(_hashes[left], _hashes[right], target);
            }

            _nodes.Flush();
        }
    }

    /// <summary>Starts over.</summary>
    internal void Clear()
    {
        _values.Flush();
        _slots = 1;
        _leafCount = 0;
        foreach (List<(int Left, int Right, int Target)> level in _levels)
        {
            level.Clear();
        }
    }

    private int NewSlot()
    {
        if (_slots == _hashes.Length)
        {
            Array.Resize(ref _hashes, 2 * _slots);
        }

        return _slots++;
    }
}
