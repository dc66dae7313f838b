using Komandor.Primitives;

namespace Komandor.Consensus.Tests;

/// <summary>Drives a graph and compares what it decides with the oracle.</summary>
internal static class Agreement
{
    private static readonly MemberId _peer = new(1_000);

    /// <summary>Gives all events to a graph and takes its rounds.</summary>
    public static List<ConsensusRound> Run(Hashgraph graph, IEnumerable<SignedEvent> events)
    {
        List<ConsensusRound> rounds = [];
        foreach (SignedEvent signed in events)
        {
            graph.Add(VerifiedEvent.Trust(signed), _peer);
            Drain(graph, rounds);
        }

        Drain(graph, rounds);
        return rounds;
    }

    private static void Drain(Hashgraph graph, List<ConsensusRound> rounds)
    {
        while (graph.TryTakeRound(out ConsensusRound? round))
        {
            rounds.Add(round);
        }
    }

    /// <summary>The same for a graph that holds events: some enter with each that comes, and the others afterwards.</summary>
    public static List<ConsensusRound> RunHolding(Hashgraph graph, IEnumerable<SignedEvent> events)
    {
        List<ConsensusRound> rounds = [];
        foreach (SignedEvent signed in events)
        {
            rounds.AddRange(Run(graph, [signed]));
            graph.ReleaseHeld();
        }

        while (graph.HeldCount > 0)
        {
            graph.ReleaseHeld();
            rounds.AddRange(Run(graph, []));
        }

        rounds.AddRange(Run(graph, []));
        return rounds;
    }

    /// <summary>Asserts that both say the same, from round <paramref name="from"/> on.</summary>
    public static void AssertEqual(IReadOnlyList<OracleRound> expected, IReadOnlyList<ConsensusRound> actual, int from, string what)
    {
        Assert.True(expected.Count - from + 1 == actual.Count, $"{what}: {expected.Count - from + 1} rounds expected, {actual.Count} decided");
        for (int index = 0; index < actual.Count; index++)
        {
            OracleRound oracle = expected[index + from - 1];
            ConsensusRound round = actual[index];
            Assert.Equal(oracle.Round, round.Round);
            Assert.True(oracle.Judges.SequenceEqual(round.Judges), $"{what}: judges of round {round.Round}");
            Assert.True(
                oracle.Events.SequenceEqual(round.Events.Select(e => (e.Signed.Id, e.ConsensusTime.UnixMicroseconds))),
                $"{what}: order of round {round.Round}");
            Assert.True(oracle.AncientBefore == round.AncientBefore, $"{what}: window of round {round.Round}");
        }
    }
}
