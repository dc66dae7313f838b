using Komandor.Primitives;

namespace Komandor.Simulation;

/// <summary>What came of one seed.</summary>
internal sealed record Verdict(ulong Seed, string? Failure, string Trace, Scenario Scenario, Checks Checks, long VirtualUs, long CoinFlips)
{
    public static Verdict Of(ulong seed, Mutant mutant)
    {
        Scenario scenario = Scenario.Draw(seed);
        using World world = new(scenario, mutant);
        string? failure = null;
        try
        {
            world.Run();
        }
        catch (Exception exception) when (exception is SimulationFailure or InvariantViolationException)
        {
            failure = exception is SimulationFailure ? exception.Message : exception.ToString();
        }

        long flips = 0;
        foreach (Copy copy in world.Copies)
        {
            flips += copy.Status?.CoinFlips ?? 0;
        }

        return new Verdict(seed, failure, string.Join('\n', world.LastLines), scenario, world.Checks, world.Agenda.NowUs, flips);
    }

    public void Print()
    {
        if (Failure is null)
        {
            Console.WriteLine(
                $"seed {Seed}: {Scenario.Weights.Length} members, {Checks.Height} blocks, {Checks.Executed} executed, {Checks.Rejected} rejected, "
                + $"{Checks.Expired} expired, {Checks.Learnings} states learned, {Checks.Branches} branches seen, {CoinFlips} coin flips, {VirtualUs / 1000} ms");
            return;
        }

        Console.WriteLine($"seed {Seed} FAILED: {Failure}");
        Console.WriteLine(Scenario);
        Console.WriteLine(Trace);
        Console.WriteLine($"Again: ./dev sim --first {Seed} --seeds 1");
    }
}
