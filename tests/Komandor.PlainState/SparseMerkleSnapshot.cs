using Komandor.Primitives;
using Komandor.State;

namespace Komandor.PlainState;

/// <summary>One version of a <see cref="SparseMerkleStore"/>: the newest version, with what later commits overwrote put back.</summary>
/// <remarks>Every read looks at the newest tree first: a commit publishes what it overwrites before it overwrites it.</remarks>
internal sealed class SparseMerkleSnapshot(SparseMerkleStore store, StateTree tree, UndoLog undos, ulong version, Slot top) : IStateReader, IStateView
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
        byte[]? value = store.Get(key);
        ulong newest = undos.Newest;
        for (ulong later = version + 1; later <= newest; later++)
        {
            if (Undo(later).TryValue(key, out byte[]? old))
            {
                value = old;
                break;
            }
        }

        RequireKept();
        return value;
    }

    /// <inheritdoc/>
    public StateProof Prove(Hash256 key) => PlainProof.Prove(this, key);

    /// <inheritdoc/>
    public Page LoadPage(NodePath path)
    {
        Page? page = tree.FindPage(path);
        bool isThere = page is not null;
        Span<Slot> slots = stackalloc Slot[Page.Slots];
        page?.CopyTo(slots);
        for (ulong later = undos.Newest; later > version; later--)
        {
            Undo(later).Apply(path, slots, ref isThere);
        }

        RequireKept();
        return isThere ? new Page(slots) : throw StateTree.Damaged(path);
    }

    /// <inheritdoc/>
    public Leaf[] LoadLeaves(NodePath path)
    {
        SortedDictionary<Hash256, byte[]> entries = tree.Entries(path);
        for (ulong later = undos.Newest; later > version; later--)
        {
            Undo(later).Apply(path, entries);
        }

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

    private UndoRecord Undo(ulong later) => undos.Find(later) ?? throw Pruned();

    private void RequireKept()
    {
        if (version < store.OldestVersion)
        {
            throw Pruned();
        }
    }

    private InvalidOperationException Pruned() => new($"State version {version} has been pruned.");
}
