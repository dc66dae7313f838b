using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>The members who vote in a round, with their keys and weights: docs/protocol/hashgraph.md §3. Immutable.</summary>
public sealed class Roster
{
    /// <summary>The most members that a roster may have.</summary>
    public const int MaxMembers = 1024;

    /// <summary>The most that all weights together may come to, so that three times any sum fits 64 bits.</summary>
    public const ulong MaxTotalWeight = 1UL << 60;

    private readonly RosterMember[] _members;
    private readonly Dictionary<MemberId, int> _positions = [];

    /// <summary>Builds a roster of 1 to <see cref="MaxMembers"/> members with distinct ids; their order does not matter.</summary>
    /// <exception cref="ArgumentException">Rule H20: no or too many members, an id twice, a weight of zero, or too much weight.</exception>
    public Roster(IEnumerable<RosterMember> members)
    {
        _members = [.. members];
        Array.Sort(_members, static (left, right) => left.Id.CompareTo(right.Id));
        if (_members.Length is 0 or > MaxMembers)
        {
            throw new ArgumentException("A roster has 1 to 1024 members.", nameof(members));
        }

        for (int position = 0; position < _members.Length; position++)
        {
            RosterMember member = _members[position];
            if (member.Weight == 0 || member.Weight > MaxTotalWeight || TotalWeight + member.Weight > MaxTotalWeight
                || !_positions.TryAdd(member.Id, position))
            {
                throw new ArgumentException($"Member {member.Id} has a bad weight or stands twice.", nameof(members));
            }

            TotalWeight += member.Weight;
        }
    }

    /// <summary>The members in ascending order of their ids; a member's index here is its position.</summary>
    public ReadOnlySpan<RosterMember> Members => _members;

    /// <summary>The number of members.</summary>
    public int Count => _members.Length;

    /// <summary>The sum of all weights.</summary>
    public ulong TotalWeight { get; }

    /// <summary>The position of <paramref name="id"/>, or -1 when it is no member.</summary>
    public int PositionOf(MemberId id) => _positions.TryGetValue(id, out int position) ? position : -1;

    /// <summary>Whether <paramref name="weight"/> is more than two thirds of the total.</summary>
    public bool IsSupermajority(ulong weight) => weight * 3 > TotalWeight * 2;

    /// <summary>Whether both have the same members with the same keys and weights.</summary>
    public bool HasSameMembers(Roster other) => ReferenceEquals(this, other) || Members.SequenceEqual(other.Members);
}
