using Komandor.Api.Messages;
using Komandor.Network;
using Komandor.Node.Api;
using Komandor.Node.Runtime;
using Komandor.Primitives;
using Komandor.Replica;
using Readiness = Komandor.Node.Api.Readiness;

namespace Komandor.Node.Hosting;

/// <summary>Pictures consensus for readiness, metrics and the explorer.</summary>
internal sealed class NodeObserver(MemberRuntime member, PeerHub peers, MemberId self, Roster roster, TimeProvider time) : INodeObserver
{
    /// <summary>Whether the node was asked to stop.</summary>
    internal bool IsStopping { get; set; }

    /// <inheritdoc/>
    public NodeSnapshot Snapshot()
    {
        if (member.Status is not OrdererStatus status)
        {
            return new NodeSnapshot(self, [], 0, 0, 0, 0, 0, 0, Stopping() ?? new Readiness(ReadinessReason.Starting, "The node opens its files."));
        }

        Dictionary<MemberId, PeerStatus> links = peers.Peers().ToDictionary(peer => peer.Member);
        ulong events = 0;
        List<MemberStatus> members = [];
        foreach (MemberProgress progress in status.Members)
        {
            events += progress.NewestSequence + 1 ?? 0;
            members.Add(Member(progress, links.GetValueOrDefault(progress.Member), (ulong)status.DecidedRound));
        }

        return new NodeSnapshot(
            self, members, (ulong)status.DecidedRound + 1, (ulong)status.DecidedRound, status.FinalHeight, status.PoolTransactions,
            status.PoolSizeBytes, events, Stopping() ?? Translate(status));
    }

    private Readiness? Stopping() => IsStopping ? new Readiness(ReadinessReason.Stopping, "The node was asked to stop.") : null;

    private MemberStatus Member(MemberProgress progress, PeerStatus? link, ulong decidedRound)
    {
        bool isSelf = progress.Member == self;
        int? ageMs = progress.NewestCreatedAt is Timestamp created
            ? (int)Math.Clamp((Timestamp.From(time.GetUtcNow()).UnixMicroseconds - created.UnixMicroseconds) / Timestamp.PerMillisecond, 0, int.MaxValue)
            : null;
        bool isConnected = isSelf || link?.ConnectedSince is not null;
        return new MemberStatus(
            progress.Member, roster.Members[roster.IndexOf(progress.Member)].Key, progress.Weight, isConnected,
            link?.RoundTripMicroseconds / 1000.0,
            isSelf ? decidedRound : (ulong?)progress.DecidedRound,
            ageMs,
            isConnected ? null : link?.LastFault.ToString());
    }

    private static Readiness Translate(OrdererStatus status) => status.Readiness switch
    {
        Replica.Readiness.Ready => Readiness.Ready,
        Replica.Readiness.Observing => new Readiness(ReadinessReason.Observing, status.Reason),
        Replica.Readiness.NoQuorum => new Readiness(ReadinessReason.NoQuorum, status.Reason),
        Replica.Readiness.Behind or Replica.Readiness.ExecutionLags or Replica.Readiness.CatchingUp => CatchingUp(status),
        Replica.Readiness.Diverged => new Readiness(ReadinessReason.Diverged, status.Reason),
        Replica.Readiness.NotMember => new Readiness(ReadinessReason.Observing, status.Reason),
        Replica.Readiness.Halted => new Readiness(ReadinessReason.Halted, status.Reason),
        _ => throw new InvariantViolationException($"The replica says {status.Readiness}."),
    };

    private static Readiness CatchingUp(OrdererStatus status)
    {
        long target = status.Members.Max(progress => progress.DecidedRound) ?? status.DecidedRound;
        return target <= status.DecidedRound
            ? new Readiness(ReadinessReason.CatchingUp, status.Reason)
            : new Readiness(
                ReadinessReason.CatchingUp, status.Reason, $"round {status.DecidedRound} of {target}", 100.0 * status.DecidedRound / target);
    }
}
