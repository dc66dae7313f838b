using Komandor.Primitives;

namespace Komandor.State;

/// <summary>One version of a <see cref="SparseMerkleStore"/>: the newest version, with what later commits overwrote put back.</summary>
internal sealed class SparseMerkleSnapshot(SparseMerkleStore store, ulong version, Slot top) : IStateReader, IStateView
{
    /// <inheritdoc/>
    public ulong Version => version;

    /// <inheritdoc/>
    public Hash256 Root => top.Hash;

    /// <inheritdoc/>
    public Slot Top => top;

    /// <inheritdoc/>
    public byte[]? Get(Hash256 key)
    {
        byte[]? value = store.Get(key, version);
        RequireKept();
        return value;
    }

    /// <inheritdoc/>
    public StateProof Prove(Hash256 key) => ProofBuilder.Prove(this, key);

    /// <inheritdoc/>
    public Page LoadPage(NodePath path)
    {
        // The base first: a commit publishes what it overwrites before it overwrites it.
        Page? page = store.FindPage(path);
        ulong current = store.Version;
        for (ulong later = version + 1; later <= current; later++)
        {
            if (store.Undo(later).TryPage(path, out Page? old))
            {
                page = old;
                break;
            }
        }

        RequireKept();
        return page ?? throw new InvalidDataException("The state store is damaged: a page is missing.");
    }

    /// <inheritdoc/>
    public Leaf[] LoadLeaves(NodePath path)
    {
        SortedDictionary<Hash256, byte[]> entries = store.Entries(path, version);
        RequireKept();
        return ToLeaves(entries);
    }

    /// <summary>Hashes entries.</summary>
    public static Leaf[] ToLeaves(SortedDictionary<Hash256, byte[]> entries)
    {
        Leaf[] leaves = new Leaf[entries.Count];
        int count = 0;
        foreach ((Hash256 key, byte[] value) in entries)
        {
            leaves[count++] = Leaf.Of(key, value);
        }

        return leaves;
    }

    private void RequireKept()
    {
        if (version < store.OldestVersion)
        {
            throw new InvalidOperationException($"State version {version} has been pruned.");
        }
    }
}
