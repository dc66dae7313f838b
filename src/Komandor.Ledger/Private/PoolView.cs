using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>The pools as the block after <paramref name="parent"/> sees them. Safe from many threads while the state is.</summary>
/// <param name="state">The state after the parent.</param>
/// <param name="parent">The parent's header.</param>
/// <param name="parameters">The chain's numbers.</param>
public sealed class PoolView(ILedgerState state, BlockHeader parent, PrivateParameters parameters)
{
    private readonly BlockId _parentId = parent.Id;

    /// <summary>The chain.</summary>
    public ChainId Chain => parent.ChainId;

    /// <summary>The height of the newest anchor that is known.</summary>
    public ulong NewestAnchorHeight { get; } = parameters.NewestAnchor(parent.Height);

    /// <summary>The chain's numbers.</summary>
    public PrivateParameters Parameters => parameters;

    /// <summary>A pool's figures.</summary>
    public PoolState Pool(PoolId pool) => PoolState.Read(state, pool);

    /// <summary>Note <paramref name="index"/> of a pool, which has it.</summary>
    public PoolNote Note(PoolId pool, ulong index) => PoolNote.Read(state, pool, index);

    /// <summary>Whether a tag or an image was spent before this block.</summary>
    public bool IsSpent(PoolId pool, Hash256 tag) => state.IsSpent(PrivateObjects.Tag(pool, tag));

    /// <summary>The anchor at <paramref name="height"/>; null when that is none, is not yet known, or the pool had no note then.</summary>
    public PoolAnchor? Anchor(PoolId pool, ulong height)
    {
        if (height % parameters.AnchorBlocks != 0 || height > NewestAnchorHeight)
        {
            return null;
        }

        // The anchor at the parent is written by the very block that executes: until then it is what the state says.
        if (height == parent.Height)
        {
            ulong size = Pool(pool).Size;
            return size == 0 ? null : new PoolAnchor(height, size, _parentId);
        }

        return state.Get(PrivateObjects.Anchor(pool, height).Value) is { } value ? PoolAnchor.Decode(value, height) : null;
    }

    /// <summary>The anchor that a transaction names, if it is one of the newest (N22).</summary>
    public PoolAnchor? UsableAnchor(PoolId pool, ulong height) =>
        height <= NewestAnchorHeight && NewestAnchorHeight - height < parameters.AnchorWindow * parameters.AnchorBlocks ? Anchor(pool, height) : null;

    /// <summary>The running hash over a pool's notes and anchors.</summary>
    public Hash256 History(PoolId pool) => PoolHistory.Read(state, pool);

    /// <summary>The block of the first anchor that is not below the block that made a note: it commits to the note and to all before it, so two chains
    /// never have one. After one note is read, it names as many as come before.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="index">A note below the newest anchor's size.</param>
    internal BlockId CommittingBlock(PoolId pool, ulong index)
    {
        PoolAnchor? anchor = Anchor(pool, NoteWeight.AnchorOf(Note(pool, index).Height, parameters.AnchorBlocks));
        Invariant.Require(anchor is not null);
        return anchor.Value.Block;
    }

    /// <summary>The anchor at the parent, which the block that executes writes; null when the parent is none, or the pool had no note then.</summary>
    internal PoolAnchor? ParentAnchor(PoolId pool) => NewestAnchorHeight == parent.Height ? Anchor(pool, parent.Height) : null;

    /// <summary>The changes that every block makes to the pools besides its transactions': the anchor at the parent, and the running hashes.</summary>
    /// <param name="notes">The block's notes, ring's and shielded, in the order of their numbers.</param>
    /// <param name="changes">Where they are added.</param>
    internal void AddSystemChanges(IReadOnlyList<List<KeyValuePair<Hash256, byte[]?>>> notes, List<KeyValuePair<Hash256, byte[]?>> changes)
    {
        foreach (PoolId pool in PoolId.All)
        {
            if (ParentAnchor(pool) is { } anchor)
            {
                changes.Add(new(PrivateObjects.Anchor(pool, parent.Height).Value, anchor.Encode()));
            }

            PoolHistory.AddBlock(this, pool, notes[pool == PoolId.Ring ? 0 : 1], changes);
        }
    }
}
