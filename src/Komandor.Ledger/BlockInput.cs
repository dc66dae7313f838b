using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>What consensus decided about a block.</summary>
public sealed record BlockInput
{
    /// <summary>The header of the block before.</summary>
    public required BlockHeader Parent { get; init; }

    /// <summary>The decided round, later than the parent's.</summary>
    public required ulong Round { get; init; }

    /// <summary>The round's consensus time; the block's is this, or the parent's if that is later.</summary>
    public required Timestamp ConsensusTime { get; init; }

    /// <summary>The transactions in consensus order; one may occur several times.</summary>
    public required IReadOnlyList<VerifiedTransaction> Transactions { get; init; }

    /// <summary>The epoch.</summary>
    public ulong Epoch { get; init; }

    /// <summary>The roster that decided.</summary>
    public required Roster Roster { get; init; }

    /// <summary>The roster of the next epoch; the same until it is chosen.</summary>
    public required Roster NextRoster { get; init; }

    /// <summary>Changes of system objects that come with the block, from outside the ledger; at most one an object.</summary>
    public IReadOnlyList<KeyValuePair<Hash256, byte[]?>> SystemChanges { get; init; } = [];

    /// <summary>The block's time.</summary>
    public Timestamp Timestamp => ConsensusTime > Parent.Timestamp ? ConsensusTime : Parent.Timestamp;

    internal MemberId Sealer => Roster.Members[(int)((Parent.Height + 1) % (ulong)Roster.Members.Length)].Id;
}
