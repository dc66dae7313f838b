using Komandor.Primitives;

namespace Komandor.Consensus.Tests;

/// <summary>docs/protocol/hashgraph.md §5 to §7 by definition: sets and recursion, every election from nothing. Slow on purpose.</summary>
internal sealed class Oracle(ConsensusSettings settings, Func<long, Roster?> rosters, IReadOnlyList<SignedEvent> events)
{
    private readonly HashSet<EventId> _ordered = [];
    private readonly List<long> _judgeBirths = [];
    private long _lastTime;

    /// <summary>Votes of coin rounds on undecided witnesses, in elections that were decided.</summary>
    public int CoinVotes { get; private set; }

    /// <summary>Coin votes that no supermajority settled, in elections that were decided.</summary>
    public int CoinFlips { get; private set; }

    /// <summary>The election that the events leave open.</summary>
    public OracleElection? Pending { get; private set; }

    /// <summary>All rounds that the events decide.</summary>
    public List<OracleRound> Decide()
    {
        List<OracleRound> rounds = [];
        HashSet<EventId> judges = [];
        while (true)
        {
            long round = rounds.Count + 1;
            long ancientBefore = AncientBefore(rounds.Count);
            Roster? roster = rosters(round);
            if (roster is null)
            {
                return rounds;
            }

            // Rule H40: who takes part.
            IEnumerable<SignedEvent> live = events.Where(e => e.Body.BirthRound >= ancientBefore && e.Body.BirthRound <= round);
            OracleElection election = new(settings, roster, round, ancientBefore, judges, live);
            Pending = election;
            List<SignedEvent>? elected = election.Judges();
            if (elected is null)
            {
                return rounds;
            }

            CoinVotes += election.CoinVotes;
            CoinFlips += election.CoinFlips;
            List<(EventId, long)> received = [];
            foreach ((SignedEvent ordered, long median) in election.Receive(elected, _ordered))
            {
                // Rule H64.
                _lastTime = Math.Max(_lastTime + 1, median);
                received.Add((ordered.Id, _lastTime));
                _ordered.Add(ordered.Id);
            }

            _judgeBirths.Add(elected.Min(judge => judge.Body.BirthRound));
            judges = [.. elected.Select(judge => judge.Id)];
            rounds.Add(new OracleRound(round, [.. elected.Select(judge => judge.Id)], received, AncientBefore(rounds.Count + 1)));
        }
    }

    // Rule H32.
    private long AncientBefore(int decided) =>
        decided < settings.AncientRounds ? 1 : _judgeBirths[decided - settings.AncientRounds];
}
