using Komandor.Primitives;

namespace Komandor.Wallet.Private.Building;

/// <summary>The notes of a ring pool in bins by age: where one lies in its bin says nothing, since people do not tell ages that close apart.</summary>
/// <remarks>docs/privacy.md §4. Ages count notes from the newest at the anchor, 0 the newest, so that everybody cuts one pool in one way. The first bin holds
/// 20 notes; each next one a quarter of what is younger than it, 16 at the least; a rest too small for a bin joins the last.</remarks>
/// <param name="size">The notes of the pool, 1 or more.</param>
internal sealed class AgeBins(ulong size)
{
    /// <summary>The notes of the first bin.</summary>
    internal const ulong FirstCount = 20;

    private const ulong LeastCount = 16;
    private const ulong Growth = 4;

    /// <summary>The bin that holds an age: its youngest age, and how many notes it has.</summary>
    internal (ulong First, ulong Count) Of(ulong age)
    {
        Invariant.Require(age < size);
        ulong first = 0;
        ulong next = Math.Min(FirstCount, size);
        while (true)
        {
            ulong width = Math.Max(LeastCount, next / Growth);
            bool isLast = size - next < width;
            if (isLast || age < next)
            {
                // What is left above the last whole bin is less than a bin.
                return (first, (isLast ? size : next) - first);
            }

            (first, next) = (next, next + width);
        }
    }
}
