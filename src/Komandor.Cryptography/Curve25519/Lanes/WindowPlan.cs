namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>How scalars are cut into windows for Pippenger's method: the low windows may be one bit wider than the high ones.</summary>
/// <remarks>docs/protocol/field.md §7. Windows together have 254 bits, so that the highest digit of a scalar below 2²⁵³ is at most half its window's range.</remarks>
internal readonly struct WindowPlan
{
    /// <summary>A scalar that is called short is below 2 to this.</summary>
    internal const int ShortBits = 129;

    private const int Bits = 254;
    private readonly int _narrow, _wideCount;

    private WindowPlan(int count)
    {
        Count = count;
        _narrow = Bits / count;
        _wideCount = Bits % count;
    }

    /// <summary>The number of windows.</summary>
    internal int Count { get; }

    /// <summary>The greatest magnitude of a digit: the number of buckets of the widest window.</summary>
    internal int Buckets => 1 << (Width(0) - 1);

    /// <summary>The first bit of a window.</summary>
    internal int Start(int window) => (window * _narrow) + Math.Min(window, _wideCount);

    /// <summary>The bits of a window.</summary>
    internal int Width(int window) => _narrow + (window < _wideCount ? 1 : 0);

    /// <summary>How many of the windows a short scalar can have digits in: those up to the one that gets its last carry.</summary>
    internal int ShortCount()
    {
        int count = 0;
        while (count < Count && Start(count) <= ShortBits)
        {
            count++;
        }

        return count;
    }

    /// <summary>The plan that costs the fewest products for so many scalars, of which some are short, in so many lanes.</summary>
    internal static WindowPlan Choose(int longCount, int shortCount, int lanes)
    {
        WindowPlan best = default;
        long leastCost = long.MaxValue;
        for (int width = 4; width <= 14; width++)
        {
            WindowPlan plan = new((Bits + width - 1) / width);

            // Measured in the time of a product: an addition to a bucket takes 11 with all that surrounds it, two additions of buckets 19.
            // The lanes that have no window in the last batch of windows are idle.
            long additions = (11L * longCount * plan.Count) + (11L * shortCount * plan.ShortCount());
            long batches = (plan.Count + lanes - 1) / lanes;
            long cost = additions + (19L * batches * lanes * plan.Buckets);
            if (cost < leastCost)
            {
                (best, leastCost) = (plan, cost);
            }
        }

        return best;
    }
}
