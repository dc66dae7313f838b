using System.Diagnostics.CodeAnalysis;

namespace Komandor.Simulation;

/// <summary>Shows that the simulation finds each planted mutant within so many seeds.</summary>
internal static class Mutants
{
    private const ulong MaxSeeds = 400;

    private static readonly (string Name, Mutant Mutant)[] _all =
    [
        ("gossip-before-fsync", Mutant.GossipBeforeFsync),
        ("quorum-at-least", Mutant.QuorumAtLeast),
        ("coin-ignored", Mutant.CoinIgnored),
    ];

    public static bool TryParse([NotNullWhen(true)] string? name, out Mutant mutant)
    {
        mutant = Mutant.None;
        foreach ((string known, Mutant value) in _all)
        {
            mutant = known == name ? value : mutant;
        }

        return mutant != Mutant.None;
    }

    /// <summary>0 when each is found.</summary>
    public static int FindAll()
    {
        int missed = 0;
        foreach ((string name, Mutant mutant) in _all)
        {
            Verdict? found = null;
            for (ulong seed = 1; seed <= MaxSeeds && found is null; seed++)
            {
                Verdict verdict = Verdict.Of(seed, mutant);
                found = verdict.Failure is null ? null : verdict;
            }

            missed += found is null ? 1 : 0;
            Console.WriteLine(found is null ? $"{name}: NOT FOUND in {MaxSeeds} seeds" : $"{name}: found by seed {found.Seed}: {found.Failure}");
        }

        Console.WriteLine($"{_all.Length} mutants, {missed} missed");
        return missed == 0 ? 0 : 1;
    }
}
