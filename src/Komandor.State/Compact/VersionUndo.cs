using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>What one commit changed, so that the versions before it can still be read.</summary>
/// <remarks>The entries themselves stay in the log while their version is kept. Immutable.</remarks>
internal sealed class VersionUndo
{
    private readonly StagedKey[] _keys;
    private readonly TreeNode[] _nodes;

    /// <summary>A commit's undo.</summary>
    /// <param name="version">The version that it made.</param>
    /// <param name="previousRoot">The root before.</param>
    /// <param name="previousCount">The number of entries before.</param>
    /// <param name="keys">The changed keys, ascending.</param>
    /// <param name="nodes">The nodes above shelves as they were, in no order.</param>
    internal VersionUndo(ulong version, Hash256 previousRoot, long previousCount, StagedKey[] keys, TreeNode[] nodes)
    {
        Version = version;
        PreviousRoot = previousRoot;
        PreviousCount = previousCount;
        _keys = keys;
        _nodes = nodes;
        Array.Sort(_nodes, static (left, right) => left.Number.CompareTo(right.Number));
    }

    /// <summary>The version that the commit made.</summary>
    internal ulong Version { get; }

    /// <summary>The root of the version before.</summary>
    internal Hash256 PreviousRoot { get; }

    /// <summary>The number of entries of the version before.</summary>
    internal long PreviousCount { get; }

    /// <summary>About how much memory it takes.</summary>
    internal long SizeBytes => 120 + (40L * _keys.Length) + (40L * _nodes.Length);

    /// <summary>Takes the nodes that <paramref name="changed"/> will replace, as they are in <paramref name="table"/>.</summary>
    internal static TreeNode[] NodesBefore(ShelfTable table, List<TreeNode> changed)
    {
        List<TreeNode> before = new(changed.Count);
        foreach (TreeNode node in changed)
        {
            if (table.Exists(node.Number))
            {
                before.Add(table.NodeAt(node.Number));
            }
        }

        return [.. before];
    }

    /// <summary>The changed keys under the first <paramref name="depth"/> bits of <paramref name="prefix"/>.</summary>
    internal ReadOnlySpan<StagedKey> KeysUnder(Hash256 prefix, int depth)
    {
        // All keys with the shared bits lie together; find any of them, then both ends.
        int first = FirstFrom(prefix, depth);
        int end = first;
        while (end < _keys.Length && SiblingPath.IsShared(_keys[end].Key, prefix, depth))
        {
            end++;
        }

        return _keys.AsSpan(first, end - first);
    }

    /// <summary>Whether the commit changed a key under a prefix.</summary>
    internal bool Touches(Hash256 prefix, int depth)
    {
        int first = FirstFrom(prefix, depth);
        return first < _keys.Length && SiblingPath.IsShared(_keys[first].Key, prefix, depth);
    }

    /// <summary>Whether the commit changed <paramref name="key"/>, and where its entry stood before.</summary>
    internal bool TryKey(Hash256 key, out ulong oldPlace)
    {
        int index = FirstFrom(key, 8 * Hash256.SizeBytes);
        bool isChanged = index < _keys.Length && _keys[index].Key == key;
        oldPlace = isChanged ? _keys[index].OldPlace : 0;
        return isChanged;
    }

    /// <summary>The node <paramref name="number"/> before the commit, when it was there and changed.</summary>
    internal bool TryNode(uint number, out TreeNode node)
    {
        int low = 0;
        int high = _nodes.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _nodes[middle].Number < number ? (middle + 1, high) : (low, middle);
        }

        bool isFound = low < _nodes.Length && _nodes[low].Number == number;
        node = isFound ? _nodes[low] : default;
        return isFound;
    }

    // The first key that is not less than the shared bits with zeros behind.
    private int FirstFrom(Hash256 prefix, int depth)
    {
        int low = 0;
        int high = _keys.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            bool isLess = _keys[middle].Key.CompareTo(prefix) < 0 && !SiblingPath.IsShared(_keys[middle].Key, prefix, depth);
            (low, high) = isLess ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
