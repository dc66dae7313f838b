using Komandor.Primitives;

namespace Komandor.Consensus.Tests;

/// <summary>Compares graph and oracle over many random histories, and counts what they held.</summary>
internal sealed class AgreementRun
{
    public int Graphs { get; private set; }

    public int WithForks { get; private set; }

    public int WithCoinRounds { get; private set; }

    public int WithCoinFlips { get; private set; }

    public int WithRosterChanges { get; private set; }

    /// <summary>Elections that began with what the last one had computed.</summary>
    public long Carried { get; private set; }

    public long Rounds { get; private set; }

    public long Events { get; private set; }

    public int LeastEvents { get; private set; } = int.MaxValue;

    public override string ToString() =>
        $"{Graphs} graphs, {WithForks} with forks, {WithCoinRounds} with coin rounds, {WithCoinFlips} with coin flips, {WithRosterChanges} with roster changes, {Rounds} rounds ({Carried} elections carried over), "
        + $"{Events} events, at least {LeastEvents} a graph";

    /// <summary>Checks seeds <paramref name="first"/> up to <paramref name="first"/> + <paramref name="count"/>.</summary>
    public void Check(int first, int count)
    {
        for (int seed = first; seed < first + count; seed++)
        {
            CheckOne(seed);
        }
    }

    private void CheckOne(int seed)
    {
        RandomGraph graph = new(seed);
        Oracle oracle = new(graph.Settings, graph.Schedule.Find, graph.Events);
        List<OracleRound> expected = oracle.Decide();
        Hashgraph whole = new(graph.Settings, graph.Schedule, ConsensusSnapshot.Genesis);
        List<ConsensusRound> rounds = Agreement.Run(whole, graph.Permuted(seed));
        Agreement.AssertEqual(expected, rounds, 1, $"seed {seed}");
        foreach ((EventId id, long round) in oracle.Pending!.VotingRounds())
        {
            Assert.True(round == whole.VotingRound(id), $"seed {seed}: voting round of {id}");
        }

        // Holding events is as if they came later: it changes nothing.
        Hashgraph holding = new(graph.Settings with { MaxEventsPerAccount = 1 }, graph.Schedule, ConsensusSnapshot.Genesis);
        Agreement.AssertEqual(expected, Agreement.RunHolding(holding, graph.Permuted(seed)), 1, $"seed {seed}, holding");

        if (rounds.Count > 1)
        {
            int at = new Random(seed).Next(rounds.Count);
            Hashgraph restarted = new(graph.Settings, graph.Schedule, rounds[at].Snapshot);
            Agreement.AssertEqual(expected, Agreement.Run(restarted, graph.Permuted(seed + 1)), at + 2, $"seed {seed} from round {at + 1}");
        }

        Graphs++;
        Events += graph.Events.Count;
        LeastEvents = Math.Min(LeastEvents, graph.Events.Count);
        Rounds += rounds.Count;
        Carried += whole.CarriedElections;
        WithForks += graph.Branched.Count > 0 ? 1 : 0;
        WithCoinRounds += oracle.CoinVotes > 0 ? 1 : 0;
        WithCoinFlips += oracle.CoinFlips > 0 ? 1 : 0;
        WithRosterChanges += rounds.Zip(rounds.Skip(1)).Any(pair => !pair.First.Roster.Members.SequenceEqual(pair.Second.Roster.Members)) ? 1 : 0;
    }
}
