using Komandor.Primitives;

namespace Komandor.State;

/// <summary>A commit of <see cref="SparseMerkleStore"/> that no reader sees yet.</summary>
internal sealed class SparseMerkleStaged(
    SparseMerkleStore owner, ulong version, Slot top, KeyValuePair<Hash256, byte[]?>[] changes,
    Dictionary<NodePath, StateNode?> nodes, UndoRecord undo)
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
