using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>How far the copy of a pool is known to be what members certified: docs/protocol/private-wallet.md §7.</summary>
/// <param name="Next">All blocks below.</param>
/// <param name="Size">The notes that they made.</param>
/// <param name="NextAnchor">The first anchor's height that the hash does not hold yet.</param>
/// <param name="History">The running hash.</param>
internal readonly record struct ProvenPool(ulong Next, ulong Size, ulong NextAnchor, Hash256 History)
{
    /// <summary>Goes on to the blocks up to a height by what the copy has; null when it lacks an anchor.</summary>
    internal ProvenPool? Follow(PoolCopy copy, PrivateTier tier, PrivateParameters parameters, ulong height)
    {
        (ulong size, ulong anchor, Hash256 history) = (Size, NextAnchor, History);
        ulong end = copy.SizeAt(tier, height);
        bool isWhole = true;
        for (; size < end; size++)
        {
            PoolNote note = copy.Note(tier, size);
            isWhole &= TryAddAnchors(copy, tier, parameters, note.Height, size, ref anchor, ref history);
            history = PoolHistory.Add(history, note);
        }

        isWhole &= TryAddAnchors(copy, tier, parameters, height, size, ref anchor, ref history);
        return isWhole ? new ProvenPool(height + 1, size, anchor, history) : null;
    }

    internal void Write(CanonicalWriter writer)
    {
        writer.VarUInt(Next);
        writer.VarUInt(Size);
        writer.VarUInt(NextAnchor);
        writer.Hash(History);
    }

    internal static ProvenPool Read(ref CanonicalReader reader) => new(reader.VarUInt(), reader.VarUInt(), reader.VarUInt(), reader.Hash());

    // Anchors of blocks before a height, at which the pool has so many notes; one without notes has none.
    private static bool TryAddAnchors(
        PoolCopy copy, PrivateTier tier, PrivateParameters parameters, ulong height, ulong size, ref ulong anchor, ref Hash256 history)
    {
        if (tier == PrivateTier.Ring)
        {
            return true;
        }

        for (; anchor < height; anchor += parameters.AnchorBlocks)
        {
            if (size == 0)
            {
                continue;
            }

            if (copy.Anchor(anchor) is not { } block)
            {
                return false;
            }

            history = PoolHistory.Add(history, new PoolAnchor(anchor, size, block));
        }

        return true;
    }
}
