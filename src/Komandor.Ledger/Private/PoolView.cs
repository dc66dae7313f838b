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

    /// <summary>The changes that write the anchor at the parent, if that is one: part of every block's system changes.</summary>
    internal void AddAnchors(List<KeyValuePair<Hash256, byte[]?>> changes)
    {
        if (NewestAnchorHeight != parent.Height)
        {
            return;
        }

        foreach (PoolId pool in PoolId.All)
        {
            if (Anchor(pool, parent.Height) is { } anchor)
            {
                changes.Add(new(PrivateObjects.Anchor(pool, parent.Height).Value, anchor.Encode()));
            }
        }
    }
}
