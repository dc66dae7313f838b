using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>What one round may execute, an equal share for each member of its roster: docs/protocol/gossip.md §7, GB6.</summary>
/// <remarks>Judged from the round's order alone, so every member finds the same. A share of its own keeps a member that orders junk from taking up others' room.</remarks>
internal sealed class RoundBudget
{
    private readonly Dictionary<MemberId, (ulong Work, long SizeBytes)> _used = [];
    private readonly ulong _work;
    private readonly long _sizeBytes;

    /// <summary>The budget of a round.</summary>
    /// <param name="settings">What all members together may use.</param>
    /// <param name="members">The members of the round's roster, at least 1.</param>
    internal RoundBudget(ReplicaSettings settings, int members)
    {
        _work = settings.MaxRoundWork / (ulong)members;
        _sizeBytes = settings.MaxRoundSizeBytes / members;
    }

    /// <summary>Takes the next transaction in the round's order; false when its event's creator has used up its share. Its first always has room.</summary>
    internal bool TryUse(MemberId creator, Transaction transaction)
    {
        bool isFirst = !_used.TryGetValue(creator, out (ulong Work, long SizeBytes) used);
        used = (used.Work + transaction.Work, used.SizeBytes + transaction.Encoded.Length);
        if (!isFirst && (used.Work > _work || used.SizeBytes > _sizeBytes))
        {
            return false;
        }

        _used[creator] = used;
        return true;
    }
}
