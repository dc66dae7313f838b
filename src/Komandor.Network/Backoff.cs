namespace Komandor.Network;

/// <summary>How long to wait before dialling again: doubling, bounded, and spread so that peers do not move in step.</summary>
internal static class Backoff
{
    /// <summary>The pause before attempt <paramref name="failures"/> + 1.</summary>
    /// <param name="failures">Failures in a row, 1 or more.</param>
    /// <param name="firstMs">The pause after the first failure, before jitter.</param>
    /// <param name="limitMs">The longest pause.</param>
    /// <param name="fraction">Random, 0 to below 1.</param>
    /// <returns>Between half of the doubled pause and the whole of it, 1 ms or more.</returns>
    public static int PauseMs(int failures, int firstMs, int limitMs, double fraction)
    {
        long doubled = Math.Min(limitMs, (long)firstMs << Math.Min(failures - 1, 30));
        return (int)Math.Max(1, (doubled / 2) + (long)(doubled / 2 * fraction));
    }
}
