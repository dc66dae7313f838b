using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>A decided round: what it ordered, and all that is needed to go on from it.</summary>
/// <param name="Round">Its number; rounds come in order, without gaps, from 1.</param>
/// <param name="Events">The events received in it, in consensus order; may be empty.</param>
/// <param name="Roster">The roster that decided it.</param>
/// <param name="AncientBefore">Events born before this round are now ancient: those not ordered never will be.</param>
/// <param name="Snapshot">Where a member that has this round's state may start.</param>
public sealed record ConsensusRound(
    long Round, IReadOnlyList<OrderedEvent> Events, Roster Roster, long AncientBefore, ConsensusSnapshot Snapshot)
{
    /// <summary>The judges, ascending by creator.</summary>
    public IReadOnlyList<EventId> Judges => Snapshot.Judges;

    /// <summary>The time of the last event ordered, in this round or before it.</summary>
    public Timestamp Time => Snapshot.LastTime;
}
