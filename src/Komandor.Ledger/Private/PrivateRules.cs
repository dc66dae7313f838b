using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>The rules of private money that need the state and no proof: docs/protocol/private-money.md §5.</summary>
internal static class PrivateRules
{
    /// <summary>Judges what a bundle refers to: rules N22 to N25. What it finds does not change within a block.</summary>
    internal static LedgerFault CheckReferences(PoolView view, PrivateBundle bundle) => bundle switch
    {
        { InputCount: 0 } => LedgerFault.None,
        ShieldedBundle shielded => CheckSets(view, shielded),
        _ => CheckRings(view, (RingBundle)bundle),
    };

    /// <summary>Judges a pool as it stands when the transaction's turn comes: rules N26 and N27.</summary>
    internal static LedgerFault CheckPool(in PoolState pool, TransactionBody body, Timestamp blockTime)
    {
        PrivateBundle bundle = body.Bundle!;
        return Taken(body) > pool.Total ? LedgerFault.PoolOverdrawn
            : bundle.Leaving == 0 && blockTime < pool.PausedUntil ? LedgerFault.PoolPaused
            : LedgerFault.None;
    }

    /// <summary>What a transaction takes out of its pool: what leaves, and the fee if notes pay it.</summary>
    internal static ulong Taken(TransactionBody body) => body.Bundle is { InputCount: > 0 } bundle ? bundle.Leaving + body.Fee : 0;

    private static LedgerFault CheckSets(PoolView view, ShieldedBundle bundle)
    {
        if (view.UsableAnchor(PoolId.Shielded, bundle.AnchorHeight) is not { } anchor)
        {
            return LedgerFault.AnchorUnknown;
        }

        foreach (ShieldedInput input in bundle.Inputs)
        {
            if (CoverRange.Of(input.Set, anchor.Size, view.Parameters.MinimumCover) is null)
            {
                return LedgerFault.SetTooSmall;
            }
        }

        return LedgerFault.None;
    }

    private static LedgerFault CheckRings(PoolView view, RingBundle bundle)
    {
        ulong size = view.Anchor(PoolId.Ring, view.NewestAnchorHeight)?.Size ?? 0;
        foreach (RingInput input in bundle.Inputs)
        {
            if (input.Members[^1] >= size)
            {
                return LedgerFault.MemberUnknown;
            }
        }

        return size < view.Parameters.MinimumRing ? LedgerFault.PoolTooSmall : LedgerFault.None;
    }
}
