using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>A picture of an Orderer, for readiness, metrics and the explorer. Immutable.</summary>
/// <param name="Readiness">Whether it takes part.</param>
/// <param name="Reason">The same for a person, with numbers.</param>
/// <param name="DecidedRound">The round decided last.</param>
/// <param name="ExecutedRound">The round executed last.</param>
/// <param name="DecidedTime">The consensus time of the last ordered event.</param>
/// <param name="Height">The newest executed block.</param>
/// <param name="FinalHeight">The newest final block.</param>
/// <param name="PoolTransactions">Transactions taken on that have no outcome.</param>
/// <param name="PoolSizeBytes">Their bytes.</param>
/// <param name="Events">Events in the graph.</param>
/// <param name="OrphanEvents">Events that wait for parents.</param>
/// <param name="FutureEvents">Events that wait for their round.</param>
/// <param name="HeldEvents">Events that are held for their creators' pace.</param>
/// <param name="CoinFlips">Coin votes that nothing else settled.</param>
/// <param name="Members">The members of the roster, ascending.</param>
public sealed record OrdererStatus(
    Readiness Readiness,
    string Reason,
    long DecidedRound,
    long ExecutedRound,
    Timestamp DecidedTime,
    ulong Height,
    ulong FinalHeight,
    int PoolTransactions,
    long PoolSizeBytes,
    int Events,
    int OrphanEvents,
    int FutureEvents,
    int HeldEvents,
    long CoinFlips,
    IReadOnlyList<MemberProgress> Members);
