using Komandor.Api.Messages;
using Komandor.Primitives;

namespace Komandor.Node.Api;

/// <summary>The node's consensus at one moment.</summary>
/// <param name="Self">The node itself.</param>
/// <param name="Members">Every member of the roster as this node sees it.</param>
/// <param name="LatestRound">The newest round that has a witness.</param>
/// <param name="DecidedRound">The newest decided round.</param>
/// <param name="Height">Height of the newest final block.</param>
/// <param name="Waiting">Transactions in the pool.</param>
/// <param name="WaitingSizeBytes">Their bytes.</param>
/// <param name="Events">Consensus events since the start.</param>
/// <param name="Readiness">Whether consensus takes part.</param>
public sealed record NodeSnapshot(
    MemberId Self,
    IReadOnlyList<MemberStatus> Members,
    ulong LatestRound,
    ulong DecidedRound,
    ulong Height,
    int Waiting,
    long WaitingSizeBytes,
    ulong Events,
    Readiness Readiness)
{
    /// <summary>How many items of each other member's events had no meaning, since the start.</summary>
    public IReadOnlyList<KeyValuePair<MemberId, long>> InvalidItems { get; init; } = [];

    /// <summary>How old blocks are kept; null until it is known.</summary>
    public HistoryStatus? History { get; init; }

    /// <summary>Events that are held, because their creators make more than an honest member would.</summary>
    public int HeldEvents { get; init; }
}
