using Komandor.PrivacySimulation.Economies;

namespace Komandor.PrivacySimulation;

/// <summary>How much is drawn, and on which networks.</summary>
/// <param name="Draws">Ages that a density is counted from.</param>
/// <param name="Trials">Payments that are attacked in each case.</param>
/// <param name="Seed">The seed of every attack.</param>
/// <param name="Economies">The networks.</param>
internal sealed record Scale(int Draws, int Trials, ulong Seed, IReadOnlyList<Economy> Economies)
{
    /// <summary>For a test on every run.</summary>
    public static Scale Fast { get; } = new(50_000, 4_000, 1, [Economy.Small]);

    /// <summary>For the figures in docs/privacy.md.</summary>
    public static Scale Full(ulong seed) => new(1_000_000, 40_000, seed, Economy.All);
}
