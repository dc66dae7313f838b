using Komandor.Primitives;
using Komandor.State;

namespace Komandor.PlainState;

/// <summary>A commit of <see cref="SparseMerkleStore"/> that no reader sees yet.</summary>
internal sealed class SparseMerkleStaged(
    SparseMerkleStore owner, ulong version, Slot top, KeyValuePair<Hash256, byte[]?>[] changes,
    Dictionary<NodePath, StateNode?> nodes, IReadOnlyList<NodePath> removedPages, UndoRecord undo)
    : StagedCommit(version, top.Hash)
{
    /// <summary>The store that staged it.</summary>
    public SparseMerkleStore Owner { get; } = owner;

    /// <summary>The tree afterwards.</summary>
    public Slot Top { get; } = top;

    /// <summary>The changes, ascending by key.</summary>
    public KeyValuePair<Hash256, byte[]?>[] Changes { get; } = changes;

    /// <summary>The nodes that differ afterwards.</summary>
    public Dictionary<NodePath, StateNode?> Nodes { get; } = nodes;

    /// <summary>What leads back.</summary>
    public UndoRecord Undo { get; } = undo;

    /// <summary>Adds the writes to <paramref name="batch"/>.</summary>
    /// <param name="keys">Where they go.</param>
    /// <param name="writer">A buffer that is kept.</param>
    /// <param name="batch">Receives them.</param>
    public void Write(StateKeys keys, CanonicalWriter writer, KeyValueBatch batch)
    {
        foreach ((Hash256 key, byte[]? value) in Changes)
        {
            if (value is null)
            {
                batch.Delete(keys.Value(key));
            }
            else
            {
                batch.Put(keys.Value(key), value);
            }
        }

        foreach ((NodePath path, StateNode? node) in Nodes)
        {
            if (node is Page page)
            {
                writer.Clear();
                page.Write(writer);
                batch.Put(keys.Page(path), writer.ToArray());
            }
        }

        foreach (NodePath path in removedPages)
        {
            batch.Delete(keys.Page(path));
        }

        batch.Put(keys.Undo(Version), Undo.Bytes);
    }

    /// <summary>The place of <paramref name="key"/> in ascending <paramref name="changes"/>; negative when it is not there.</summary>
    public static int Find(ReadOnlySpan<KeyValuePair<Hash256, byte[]?>> changes, Hash256 key)
    {
        int low = 0;
        int high = changes.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = changes[middle].Key.CompareTo(key);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    /// <summary>Makes the changes under <paramref name="path"/> in <paramref name="entries"/>.</summary>
    public void Apply(NodePath path, SortedDictionary<Hash256, byte[]> entries)
    {
        foreach ((Hash256 key, byte[]? value) in Changes)
        {
            if (!path.Holds(key))
            {
                continue;
            }

            if (value is null)
            {
                entries.Remove(key);
            }
            else
            {
                entries[key] = value;
            }
        }
    }
}
