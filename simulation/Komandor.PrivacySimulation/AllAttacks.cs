using Komandor.PrivacySimulation.Attacks;
using Komandor.PrivacySimulation.Economies;

namespace Komandor.PrivacySimulation;

/// <summary>Every attack on every economy that it makes sense on.</summary>
internal static class AllAttacks
{
    private static readonly (string Name, Func<Scale, IEnumerable<Finding>> Run)[] _all =
    [
        ("decoys", scale => scale.Economies.SelectMany(economy => new DecoyAttack(economy, scale).Run())),
        ("merging", scale => scale.Economies.SelectMany(economy => new MergingAttack(economy, scale).Run())),
        ("eae", scale => new EveAliceEve(Economy.Small, scale).Run()),
        ("flood", scale => scale.Economies.SelectMany(economy => new FloodAttack(economy, scale).Run())),
        ("intersection", scale => scale.Economies.SelectMany(economy => new IntersectionAttack(economy, scale).Run())),
        ("cover", scale => new CoverAttack(scale).Run()),
        ("turnstile", scale => scale.Economies.SelectMany(economy => new TurnstileAttack(economy, scale).Run())),
        ("timing", scale => scale.Economies.SelectMany(economy => new TimingAttack(economy, scale).Run())),
    ];

    public static IEnumerable<string> Names => _all.Select(attack => attack.Name);

    /// <summary>All figures, or those of one attack.</summary>
    public static IEnumerable<Finding> Run(Scale scale, string? only) =>
        _all.Where(attack => only is null || attack.Name == only).SelectMany(attack => attack.Run(scale));
}
