namespace Komandor.Ledger.Private;

/// <summary>Which notes a cover set holds under an anchor: docs/protocol/private-money.md §3.</summary>
/// <param name="First">The index of the note at place 1.</param>
/// <param name="Count">The number of its notes.</param>
public readonly record struct CoverRange(ulong First, int Count)
{
    /// <summary>Set <paramref name="number"/> of a pool with <paramref name="size"/> notes, or null when it may not be used (N23).</summary>
    /// <param name="number">The set's number k.</param>
    /// <param name="size">The pool's size at the anchor.</param>
    /// <param name="minimumCover">The fewest notes of the first set.</param>
    public static CoverRange? Of(ulong number, ulong size, ulong minimumCover)
    {
        if (number > PrivateLimits.MaximumIndex / PrivateLimits.SetStep)
        {
            return null;
        }

        ulong first = number * PrivateLimits.SetStep;
        ulong count = size > first ? Math.Min(size - first, PrivateLimits.SetNotes) : 0;
        return count >= (number == 0 ? minimumCover : PrivateLimits.SetStep) ? new CoverRange(first, (int)count) : null;
    }
}
