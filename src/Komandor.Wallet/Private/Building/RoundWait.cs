using Komandor.Ledger.Private;

namespace Komandor.Wallet.Private.Building;

/// <summary>How long a wallet waits after the anchor before it pays with notes that it joined: up to the next anchor, with equal chance.</summary>
/// <remarks>docs/privacy.md §10. Who pays as soon as the anchor stands, pays beside all others that waited for it, and beside nobody else: the rhythm tells
/// which transactions are rounds of one payment.</remarks>
internal static class RoundWait
{
    // What a block takes when none was seen.
    private const double BlockSeconds = 1;

    /// <summary>A wait.</summary>
    /// <param name="parameters">The chain's numbers.</param>
    /// <param name="uniform">Draws numbers from 0 up to 1.</param>
    internal static TimeSpan Draw(PrivateParameters parameters, Func<double> uniform) => TimeSpan.FromSeconds(uniform() * AnchorSeconds(parameters));

    /// <summary>What a round takes on the average: the anchor, and half the time to the next.</summary>
    internal static TimeSpan Expected(PrivateParameters parameters) => TimeSpan.FromSeconds(1.5 * AnchorSeconds(parameters));

    private static double AnchorSeconds(PrivateParameters parameters) => parameters.AnchorBlocks * BlockSeconds;
}
