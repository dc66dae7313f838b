using Komandor.Api.Messages;
using Komandor.Network;
using Komandor.Node.Api;
using Komandor.Node.Runtime;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.Replica.Archive;
using Readiness = Komandor.Node.Api.Readiness;

namespace Komandor.Node.Hosting;

/// <summary>Pictures consensus for readiness, metrics and the explorer.</summary>
internal sealed class NodeObserver(MemberRuntime member, PeerHub peers, MemberId self, Roster roster, TimeProvider time) : INodeObserver
{
    private readonly CatchUpEstimate _estimate = new();

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
        List<MemberStatus> members = [];
        foreach (MemberProgress progress in status.Members)
        {
            members.Add(Member(progress, links.GetValueOrDefault(progress.Member), (ulong)status.DecidedRound));
        }

        return new NodeSnapshot(
            self, members, (ulong)status.DecidedRound + 1, (ulong)status.DecidedRound, status.FinalHeight, status.PoolTransactions,
            status.PoolSizeBytes, CountEvents(status.Members), Stopping() ?? Translate(status))
        {
            InvalidItems = [.. status.Members.Where(one => one.Member != self).Select(one => KeyValuePair.Create(one.Member, one.InvalidItems))],
            HeldEvents = status.HeldEvents,
            History = HistoryOf(member.Archive, member.Execution?.BlocksToFetch ?? 0),
        };
    }

    internal static HistoryStatus? HistoryOf(ArchiveStatus? archive, ulong blocksToFetch) => archive is null
        ? null
        : new HistoryStatus(
            archive.WholeFrom, archive.Segments, archive.Pieces, archive.GivenUp, archive.Repairing, archive.Rebuilding, blocksToFetch);

    /// <summary>How many events the members say that they created: each may claim up to 2^62, so the sum stops at 2^63 - 1.</summary>
    internal static ulong CountEvents(IReadOnlyList<MemberProgress> members)
    {
        UInt128 events = 0;
        foreach (MemberProgress member in members)
        {
            events += member.NewestSequence is ulong sequence ? (UInt128)sequence + 1 : 0;
        }

        return (ulong)UInt128.Min(events, long.MaxValue);
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

    private Readiness Translate(OrdererStatus status) => status.Readiness switch
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

    private Readiness CatchingUp(OrdererStatus status)
    {
        if (member.Execution is { IsLearning: true, LearningHeight: ulong height } learning)
        {
            return new Readiness(
                ReadinessReason.CatchingUp, status.Reason, $"the state of block {height}", learning.LearnedPermille / 10.0, learning.RemainingMs);
        }

        long target = status.Members.Max(progress => progress.DecidedRound) ?? status.DecidedRound;
        return target <= status.DecidedRound
            ? new Readiness(ReadinessReason.CatchingUp, status.Reason)
            : new Readiness(
                ReadinessReason.CatchingUp, status.Reason, $"round {status.DecidedRound} of {target}", 100.0 * status.DecidedRound / target,
                _estimate.Observe(time.GetTimestamp() * 1_000 / time.TimestampFrequency, target - status.DecidedRound));
    }
}
