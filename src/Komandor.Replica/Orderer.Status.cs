using Komandor.Consensus;
using Komandor.Primitives;
using Komandor.Replica.Messages;

namespace Komandor.Replica;

/// <content>What the member shows of itself.</content>
public sealed partial class Orderer
{
    private const long BehindRounds = 16;

    /// <summary>A picture of now; taken on the Orderer's thread.</summary>
    public OrdererStatus Status()
    {
        List<MemberProgress> members = new(_roster.Members.Length);
        ulong connected = WeightOf(_settings.Self);
        foreach (RosterMember member in _roster.Members)
        {
            PeerSession? session = _peers.GetValueOrDefault(member.Id);
            connected += session is { IsConnected: true } ? member.Weight : 0;
            members.Add(Describe(member, session));
        }

        long ahead = CredibleRound();
        Readiness readiness = Judge(connected, ahead);
        return new OrdererStatus(
            readiness, Explain(readiness, connected, ahead), _graph.DecidedRound, _executedRound, _decidedTime, _executedHeight,
            _certificates.FinalHeight, _pool.Count, _pool.SizeBytes, _graph.EventCount, _graph.OrphanCount, _graph.FutureCount,
            _graph.CoinFlips, members);
    }

    // The highest round that peers of a third of the weight claim to have decided: one of them is honest.
    private long CredibleRound()
    {
        List<(long Round, ulong Weight)> claims = [];
        foreach (PeerSession session in _peers.Values)
        {
            claims.Add((session.Position?.DecidedRound ?? 0, WeightOf(session.Peer)));
        }

        claims.Sort(static (left, right) => right.Round.CompareTo(left.Round));
        ulong weight = 0;
        foreach ((long round, ulong claimed) in claims)
        {
            weight += claimed;
            if (_roster.IsStrongMinority(weight))
            {
                return round;
            }
        }

        return 0;
    }

    private MemberProgress Describe(RosterMember member, PeerSession? session)
    {
        SignedEvent? newest = _newest.GetValueOrDefault(member.Id);
        GossipPosition? position = session?.Position;
        return new MemberProgress(
            member.Id,
            member.Weight,
            session?.IsConnected ?? true,
            newest?.Body.Sequence,
            newest?.Body.CreatedAt,
            session is null ? _graph.DecidedRound : position?.DecidedRound,
            session is null ? _certificates.FinalHeight : position?.FinalHeight,
            _branched.Contains(member.Id),
            session?.InvalidItems ?? 0);
    }

    private Readiness Judge(ulong connected, long ahead) => _mode switch
    {
        OrdererMode.Halted => Readiness.Halted,
        OrdererMode.CatchingUp => Readiness.CatchingUp,
        OrdererMode.Diverged => Readiness.Diverged,
        _ when !_roster.IsSupermajority(connected) => Readiness.NoQuorum,
        OrdererMode.Observing => Readiness.Observing,
        _ when ahead > _graph.DecidedRound + BehindRounds => Readiness.Behind,
        _ when IsLagging => Readiness.ExecutionLags,
        _ when WeightOf(_settings.Self) == 0 => Readiness.NotMember,
        _ => Readiness.Ready,
    };

    private string Explain(Readiness readiness, ulong connected, long ahead) => readiness switch
    {
        Readiness.Halted => "An invariant is broken; see the log. The member stopped to do no harm.",
        Readiness.CatchingUp => $"Peers are beyond round {_graph.DecidedRound} and no longer have the events after it: learning a certified state.",
        Readiness.Diverged => $"A certificate contradicts block {_certificates.FinalHeight + 1} of this member: learning a certified state.",
        Readiness.NoQuorum => $"Connected to members that with this one hold {connected} of {_roster.TotalWeight} weight; {_roster.Quorum} are needed.",
        Readiness.Observing => "Asking peers for this member's newest event before it creates another.",
        Readiness.Behind => $"Decided round {_graph.DecidedRound}; a peer has decided {ahead}.",
        Readiness.ExecutionLags => $"Decided round {_graph.DecidedRound}, executed {_executedRound}.",
        Readiness.NotMember => "Follows the chain; is not in the roster.",
        _ => "Takes part.",
    };
}
