using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>The network as one node sees it.</summary>
/// <param name="Self">This node.</param>
/// <param name="Members">Every member of the roster.</param>
/// <param name="LatestRound">The newest round that has a witness.</param>
/// <param name="DecidedRound">The newest decided round.</param>
/// <param name="Height">Height of the newest final block.</param>
/// <param name="TransactionsPerSecond">Executed, over the last ten seconds.</param>
/// <param name="FinalityMsP50">Median from submission here to certificate, over the last thousand.</param>
/// <param name="FinalityMsP99">The 99th of a hundred.</param>
/// <param name="Waiting">Transactions that wait here to be ordered.</param>
/// <param name="Ready">Whether this node takes part and serves.</param>
/// <param name="NotReadyReason">Why not.</param>
/// <param name="Progress">Where catching up stands, with an estimate.</param>
/// <param name="EventsPerSecond">Consensus events over the last second.</param>
/// <param name="DatabaseSizeBytes">What the node keeps on disk, in bytes.</param>
public sealed record NetworkStatus(
    MemberId Self,
    IReadOnlyList<MemberStatus> Members,
    ulong LatestRound,
    ulong DecidedRound,
    ulong Height,
    double TransactionsPerSecond,
    int? FinalityMsP50,
    int? FinalityMsP99,
    int Waiting,
    bool Ready,
    string? NotReadyReason,
    string? Progress,
    ulong EventsPerSecond,
    long DatabaseSizeBytes)
{
    /// <summary>How old blocks are kept; null until it is known.</summary>
    public HistoryStatus? History { get; init; }
}
