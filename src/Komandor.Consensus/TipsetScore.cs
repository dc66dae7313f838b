using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>Measures how far a new event would bring consensus forward: docs/protocol/hashgraph.md §8.</summary>
/// <remarks>A tipset holds, for each member by its index here, 1 plus the highest sequence among an event's ancestors and itself; 0 for none.
/// Indexes are given in the order in which members are first met and stay, so rosters may change.</remarks>
internal sealed class TipsetScore(MemberId self)
{
    private const int HistoryLength = 10;

    private readonly Dictionary<MemberId, int> _indexes = [];
    private readonly List<ulong> _weights = [];
    private readonly List<ulong[]> _snapshots = [[]];
    private Roster? _roster;
    private ulong _selfWeight;
    private ulong _advancement;

    /// <summary>Whether this member alone is a supermajority.</summary>
    public bool IsAlone => _roster is not null && _roster.IsSupermajority(_selfWeight);

    /// <summary>Whether this member is in the current roster.</summary>
    public bool IsMember => _selfWeight > 0;

    /// <summary>Takes the weights of the current roster; those of others are zero.</summary>
    public void SetRoster(Roster? roster)
    {
        if (ReferenceEquals(roster, _roster))
        {
            return;
        }

        _roster = roster;
        _selfWeight = 0;
        for (int index = 0; index < _weights.Count; index++)
        {
            _weights[index] = 0;
        }

        foreach (RosterMember member in roster?.Members ?? [])
        {
            _weights[IndexOf(member.Id)] = member.Weight;
            _selfWeight = member.Id == self ? member.Weight : _selfWeight;
        }
    }

    /// <summary>The tipset of an event of <paramref name="creator"/> with these parents' tipsets.</summary>
    public ulong[] TipsetOf(MemberId creator, ulong sequence, IEnumerable<ulong[]> parents)
    {
        int own = IndexOf(creator);
        ulong[] tipset = new ulong[_weights.Count];
        foreach (ulong[] parent in parents)
        {
            Merge(tipset, parent);
        }

        tipset[own] = Math.Max(tipset[own], sequence + 1);
        return tipset;
    }

    /// <summary>The weight of the other members who are further in <paramref name="tipset"/> than in the last snapshot, beyond the own last event's.</summary>
    public ulong Improvement(ReadOnlySpan<ulong> tipset)
    {
        ulong advancement = Advancement(tipset);
        return advancement > _advancement ? advancement - _advancement : 0;
    }

    /// <summary>Takes a new own event: a new snapshot once a supermajority is further than in the last one.</summary>
    public void Accept(ulong[] tipset)
    {
        _advancement = Advancement(tipset);
        if (_roster is null || !_roster.IsSupermajority(_advancement + _selfWeight))
        {
            return;
        }

        _advancement = 0;
        _snapshots.Add(tipset);
        if (_snapshots.Count > HistoryLength)
        {
            _snapshots.RemoveAt(0);
        }
    }

    /// <summary>How many of the last snapshots passed without <paramref name="creator"/> getting further.</summary>
    public int IgnoredFor(MemberId creator)
    {
        int index = IndexOf(creator);
        int count = 0;
        for (int snapshot = _snapshots.Count - 1; snapshot > 0; snapshot--)
        {
            if (At(_snapshots[snapshot], index) != At(_snapshots[snapshot - 1], index))
            {
                break;
            }

            count++;
        }

        return count;
    }

    /// <summary>Raises each entry of <paramref name="target"/> to the one of <paramref name="source"/>.</summary>
    public static void Merge(Span<ulong> target, ReadOnlySpan<ulong> source)
    {
        for (int index = 0; index < source.Length; index++)
        {
            target[index] = Math.Max(target[index], source[index]);
        }
    }

    private ulong Advancement(ReadOnlySpan<ulong> tipset)
    {
        ReadOnlySpan<ulong> snapshot = _snapshots[^1];
        int own = IndexOf(self);
        ulong weight = 0;
        for (int index = 0; index < tipset.Length; index++)
        {
            if (index != own && tipset[index] > At(snapshot, index))
            {
                weight += _weights[index];
            }
        }

        return weight;
    }

    private static ulong At(ReadOnlySpan<ulong> tipset, int index) => index < tipset.Length ? tipset[index] : 0;

    private int IndexOf(MemberId member)
    {
        if (!_indexes.TryGetValue(member, out int index))
        {
            index = _weights.Count;
            _indexes.Add(member, index);
            _weights.Add(0);
        }

        return index;
    }
}
