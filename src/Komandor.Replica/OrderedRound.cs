using Komandor.Consensus;
using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>A decided round as the Executor takes it.</summary>
/// <param name="Round">Its number.</param>
/// <param name="Time">The consensus time of the last event ordered so far: the timestamp of the block, should there be one.</param>
/// <param name="Transactions">The statically valid transactions of its events, in consensus order; one may stand there more than once.</param>
/// <param name="Snapshot">Where consensus goes on from after it.</param>
public sealed record OrderedRound(
    long Round, Timestamp Time, IReadOnlyList<VerifiedTransaction> Transactions, ConsensusSnapshot Snapshot);
