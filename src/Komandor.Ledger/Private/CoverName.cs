using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>All that decides the points of a cover set, known after one note is read: a name costs nothing, the set behind it thousands of notes.</summary>
/// <remarks>The block weighs the newest note of the set. It commits to everything before it, so two histories never have one name; and a set that no longer grows
/// has one name under every later anchor.</remarks>
/// <param name="Pool">The pool.</param>
/// <param name="Range">Its notes.</param>
/// <param name="Newest">The block of the first anchor that is not below the newest note.</param>
internal readonly record struct CoverName(PoolId Pool, CoverRange Range, BlockId Newest)
{
    /// <summary>Names the set of the notes of <paramref name="range"/>, which exist and are below an anchor.</summary>
    internal static CoverName Of(PoolView view, PoolId pool, CoverRange range) =>
        new(pool, range, view.CommittingBlock(pool, range.First + (ulong)range.Count - 1));

    internal void Write(CanonicalWriter writer)
    {
        writer.Hash(Pool.Value);
        writer.UInt64(Range.First);
        writer.UInt64((ulong)Range.Count);
        writer.Hash(Newest.Value);
    }
}
