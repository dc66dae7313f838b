using Komandor.Ledger.Private;

namespace Komandor.Wallet.Private.Building;

/// <summary>Which cover set a note is spent in: each of the two that hold it with the same chance, so that a set says nothing of where in it the note lies.</summary>
/// <remarks>docs/protocol/private-wallet.md §6; docs/privacy.md §8 has what a fixed choice would give away.</remarks>
internal static class CoverChoice
{
    /// <summary>A set that holds note <paramref name="index"/>, or null when none may be used yet.</summary>
    /// <param name="index">The note.</param>
    /// <param name="size">The notes of the pool at the anchor.</param>
    /// <param name="minimumCover">The fewest notes of the first set.</param>
    /// <param name="uniform">Draws numbers from 0 up to 1; called only when there is a choice.</param>
    internal static ulong? Of(ulong index, ulong size, ulong minimumCover, Func<double> uniform)
    {
        ulong number = index / PrivateLimits.SetStep;
        bool isInLater = CoverRange.Of(number, size, minimumCover) is not null && index < size;
        bool isInEarlier = number > 0 && CoverRange.Of(number - 1, size, minimumCover) is { } earlier && index < earlier.First + (ulong)earlier.Count;
        return isInLater && isInEarlier ? number - (uniform() < 0.5 ? 1UL : 0)
            : isInLater ? number
            : isInEarlier ? number - 1
            : null;
    }
}
