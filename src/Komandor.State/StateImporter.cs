using Komandor.Primitives;

namespace Komandor.State;

/// <summary>Builds a state in an empty place of a store from chunks that anybody gave, in any order: docs/protocol/state.md §6.</summary>
/// <remarks>What it holds is what the batches that it filled hold: they must be written in their order. An importer that is made anew after a
/// crash goes on from those that were. Nobody sees the state before <see cref="Finish"/>'s batch is written.</remarks>
public sealed class StateImporter
{
    private const byte Format = 1;

    private readonly Hash256 _root;
    private readonly ulong _version;
    private readonly StateKeys _keys;
    private readonly ImportedParts _parts;
    private readonly byte[] _aim;

    /// <summary>Begins an import, or goes on with the same one.</summary>
    /// <param name="root">The root that the state shall have.</param>
    /// <param name="version">The version that it shall have.</param>
    /// <param name="store">The engine.</param>
    /// <param name="prefix">The place: the first byte of every key of the store-to-be.</param>
    /// <exception cref="InvalidOperationException">The place holds a state or another import: <see cref="StatePlace.Clear"/> empties it.</exception>
    public StateImporter(Hash256 root, ulong version, IKeyValueStore store, byte prefix)
    {
        _root = root;
        _version = version;
        _keys = new StateKeys(prefix);
        CanonicalWriter writer = new(64);
        writer.Byte(Format);
        writer.UInt64(version);
        writer.Hash(root);
        _aim = writer.ToArray();
        byte[]? aim = store.Get(_keys.Import);
        if (aim is null ? !StatePlace.IsEmpty(store, prefix) : !aim.AsSpan().SequenceEqual(_aim))
        {
            throw new InvalidOperationException("The place of the import holds something else: clear it first.");
        }

        _parts = new ImportedParts(store, _keys);
    }

    /// <summary>Whether all chunks are there, so that <see cref="Finish"/> may be called.</summary>
    public bool IsComplete => _parts.Whole is not null;

    /// <summary>Keys whose chunks are not there: each can be asked of another giver. Empty when <see cref="IsComplete"/>.</summary>
    /// <param name="most">How many to name at most.</param>
    /// <returns>Ascending. A chunk may hold more than one of them.</returns>
    public IReadOnlyList<Hash256> Missing(int most) => _parts.Missing(most);

    /// <summary>Takes a chunk, unless a rule refuses it; one that brings nothing new is welcome and does nothing.</summary>
    /// <param name="start">The key that it was asked for.</param>
    /// <param name="chunk">Untrusted.</param>
    /// <param name="batch">Receives the writes; nothing when the chunk is refused.</param>
    public StateChunkFault TryTake(Hash256 start, ReadOnlySpan<byte> chunk, KeyValueBatch batch)
    {
        StateChunkFault fault = StateChunk.TryRead(chunk, _root, start, out StateChunk? read);
        if (fault != StateChunkFault.None)
        {
            return fault;
        }

        batch.Put(_keys.Import, _aim);
        int depth = read!.Siblings.Length;
        NodePath path = NodePath.Of(read.Place, depth / 4);
        int bits = depth & 3;
        if (bits == 0)
        {
            Add(path, read.Leaves, batch);
            return StateChunkFault.None;
        }

        // Parts end at whole nibbles.
        int first = NodePath.Nibble(read.Place, path.Depth);
        ReadOnlySpan<Leaf> leaves = read.Leaves;
        for (int nibble = first; nibble < first + (Page.Slots >> bits); nibble++)
        {
            int count = Count(leaves, path.Depth, nibble);
            Add(path.Child(nibble), leaves[..count], batch);
            leaves = leaves[count..];
        }

        return StateChunkFault.None;
    }

    /// <summary>Turns the import into a store: once <paramref name="batch"/> is written, <see cref="SparseMerkleStore"/> opens with the state.</summary>
    /// <remarks>The version is the only one that it can read at first.</remarks>
    public void Finish(KeyValueBatch batch)
    {
        Invariant.Require(_parts.Whole is { } found && found.Slot.Hash == _root);
        StatePart whole = _parts.Whole!.Value;
        _parts.Clear(batch);
        batch.Delete(_keys.Import);
        batch.Put(_keys.Meta, new StateMeta(_version, _version, whole.Slot).ToArray());
    }

    private void Add(NodePath path, ReadOnlySpan<Leaf> leaves, KeyValueBatch batch)
    {
        if (_parts.Has(path))
        {
            return;
        }

        foreach (ref readonly Leaf leaf in leaves)
        {
            batch.Put(_keys.Value(leaf.Key), leaf.Value);
        }

        _parts.Add(new StatePart(path, Write(path, leaves, batch)), batch);
    }

    /// <summary>Writes the pages of a subtree.</summary>
    private Slot Write(NodePath path, ReadOnlySpan<Leaf> leaves, KeyValueBatch batch)
    {
        if (leaves.Length <= Bucket.MaximumLeaves)
        {
            return new Slot(leaves.Length, StateHash.Subtree(leaves, path.Depth * 4));
        }

        Span<Slot> slots = stackalloc Slot[Page.Slots];
        for (int nibble = 0; nibble < Page.Slots; nibble++)
        {
            int count = Count(leaves, path.Depth, nibble);
            slots[nibble] = Write(path.Child(nibble), leaves[..count], batch);
            leaves = leaves[count..];
        }

        Page page = new(slots);
        batch.Put(_keys.Page(path), page.ToArray());
        return page.Top;
    }

    private static int Count(ReadOnlySpan<Leaf> leaves, int depth, int nibble)
    {
        int count = 0;
        while (count < leaves.Length && NodePath.Nibble(leaves[count].Key, depth) == nibble)
        {
            count++;
        }

        return count;
    }
}
