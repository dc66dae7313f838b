using Komandor.Ledger.Private;

namespace Komandor.Wallet.Private.Building;

/// <summary>How long a wallet waits after the anchor before it pays with notes that it joined: up to the next anchor, with equal chance, and two minutes at most.</summary>
/// <remarks>docs/privacy.md §10. Who pays as soon as the anchor stands, pays beside all others that waited for it, and beside nobody else: the rhythm tells
/// which transactions are rounds of one payment.</remarks>
internal static class RoundWait
{
    // Where blocks are rare the mean says little: nobody should wait for an hour because the chain once slept.
    private const double LongestSeconds = 128;

    /// <summary>A wait.</summary>
    /// <param name="parameters">The chain's numbers.</param>
    /// <param name="blockSeconds">What a block takes.</param>
    /// <param name="uniform">Draws numbers from 0 up to 1.</param>
    internal static TimeSpan Draw(PrivateParameters parameters, double blockSeconds, Func<double> uniform) =>
        TimeSpan.FromSeconds(uniform() * Longest(parameters, blockSeconds));

    /// <summary>What a round takes on the average: the anchor, and the wait.</summary>
    /// <param name="parameters">The chain's numbers.</param>
    /// <param name="blockSeconds">What a block takes.</param>
    internal static TimeSpan Expected(PrivateParameters parameters, double blockSeconds) =>
        TimeSpan.FromSeconds((parameters.AnchorBlocks * blockSeconds) + (Longest(parameters, blockSeconds) / 2));

    private static double Longest(PrivateParameters parameters, double blockSeconds) => Math.Min(parameters.AnchorBlocks * blockSeconds, LongestSeconds);
}
