namespace Komandor.PrivacySimulation.Tests;

/// <summary>Every attack stays within its bound; docs/privacy.md says what the bounds are.</summary>
public sealed class AttackTests
{
    // A chance of 1/8, of which 1/8 is the bound, scatters over 4,000 trials by 4 % and over 40,000 by 1.3 %, one standard deviation.
    private const double FastScatter = 0.15;
    private const double FullScatter = 0.05;

    public static TheoryData<string> Attacks() => [.. AllAttacks.Names];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Attack_InTheSmallPool_StaysWithinItsBounds(string attack)
    {
        Finding[] findings = [.. AllAttacks.Run(Scale.Fast, attack)];
        Assert.Contains(findings, finding => finding.IsBound);
        Assert.All(findings, finding => Assert.True(finding.HoldsWithin(FastScatter), Describe(finding)));
    }

    [Theory]
    [Trait("lane", "nightly")]
    [MemberData(nameof(Attacks))]
    public void Attack_AtFullSizeAndAFreshSeed_StaysWithinItsBounds(string attack)
    {
        ulong seed = (ulong)DateTime.UtcNow.Ticks;
        Assert.All(AllAttacks.Run(Scale.Full(seed), attack), finding => Assert.True(finding.HoldsWithin(FullScatter), $"{Describe(finding)}; seed {seed}"));
    }

    private static string Describe(Finding finding) => $"{finding.Attack}, {finding.Economy}, {finding.Case}: {finding}";
}
