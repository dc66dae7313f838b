using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Komandor.Primitives;

/// <summary>The members that decide together, in ascending order of their ids, with their weights.</summary>
/// <remarks>Encoding: a list of at least one and at most <see cref="MaximumMembers"/> items
/// <c>{u32 id, 32 B key, varuint weight}</c>; ids ascend strictly, keys differ, weights are positive and sum to less than 2⁶².
/// The hash is <c>RosterHash</c> in Komandor.Cryptography.</remarks>
public sealed class Roster
{
    /// <summary>The most members that a roster has.</summary>
    public const int MaximumMembers = 1024;

    /// <summary>The total weight stays below this, so that three times a sum fits 64 bits.</summary>
    public const ulong TotalWeightLimit = 1UL << 62;

    private readonly Dictionary<MemberId, int> _indices;

    private Roster(ImmutableArray<RosterMember> members, ulong totalWeight, ulong quorum)
    {
        Members = members;
        TotalWeight = totalWeight;
        Quorum = quorum;
        _indices = new Dictionary<MemberId, int>(members.Length);
        for (int index = 0; index < members.Length; index++)
        {
            _indices.Add(members[index].Id, index);
        }
    }

    /// <summary>The members, ascending by id; a member's place here is its index within this roster alone.</summary>
    public ImmutableArray<RosterMember> Members { get; }

    /// <summary>The sum of all weights.</summary>
    public ulong TotalWeight { get; }

    /// <summary>The least weight that is more than two thirds of the total.</summary>
    public ulong Quorum { get; }

    /// <summary>Builds a roster from members in any order.</summary>
    /// <returns>False when it would break a rule of the encoding.</returns>
    public static bool TryCreate(IEnumerable<RosterMember> members, [NotNullWhen(true)] out Roster? roster)
    {
        ImmutableArray<RosterMember> sorted = [.. members.OrderBy(member => member.Id)];
        roster = null;
        if (sorted.Length is 0 or > MaximumMembers)
        {
            return false;
        }

        HashSet<PublicKey> keys = [];
        ulong total = 0;
        for (int index = 0; index < sorted.Length; index++)
        {
            RosterMember member = sorted[index];
            if (member.Weight == 0 || member.Weight >= TotalWeightLimit || total + member.Weight >= TotalWeightLimit
                || !keys.Add(member.Key) || (index > 0 && sorted[index - 1].Id == member.Id))
            {
                return false;
            }

            total += member.Weight;
        }

        roster = new Roster(sorted, total, (2 * total / 3) + 1);
        return true;
    }

    /// <summary>Builds a roster from members that are known to be right.</summary>
    /// <exception cref="InvariantViolationException">They are not.</exception>
    public static Roster Create(IEnumerable<RosterMember> members)
    {
        Invariant.Require(TryCreate(members, out Roster? roster));
        return roster!;
    }

    /// <summary>The index of <paramref name="id"/> in <see cref="Members"/>, or −1.</summary>
    public int IndexOf(MemberId id) => _indices.TryGetValue(id, out int index) ? index : -1;

    /// <summary>Whether <paramref name="weight"/> is more than two thirds of the total: enough to decide.</summary>
    public bool IsSupermajority(ulong weight) => weight >= Quorum;

    /// <summary>Whether <paramref name="weight"/> is at least one third of the total: enough to stop a decision.</summary>
    public bool IsStrongMinority(ulong weight) => 3 * (UInt128)weight >= TotalWeight;

    /// <summary>The same members with a wrong quorum, two thirds or more: a fault that the simulation plants to see that it finds it.</summary>
    internal Roster WithQuorumOfExactlyTwoThirds() => new(Members, TotalWeight, ((2 * TotalWeight) + 2) / 3);

    /// <summary>Writes the canonical encoding.</summary>
    public void Write(CanonicalWriter writer)
    {
        writer.VarUInt((ulong)Members.Length);
        foreach (RosterMember member in Members)
        {
            writer.UInt32(member.Id.Value);
            writer.Key(member.Key);
            writer.VarUInt(member.Weight);
        }
    }

    /// <summary>Reads an untrusted encoding; null, and a fault in <paramref name="reader"/>, when it is not a roster.</summary>
    public static Roster? TryRead(ref CanonicalReader reader)
    {
        int count = reader.Count(MaximumMembers, 37);
        List<RosterMember> members = new(count);
        for (int index = 0; index < count; index++)
        {
            RosterMember member = new(new MemberId(reader.UInt32()), reader.Key(), reader.VarUInt(TotalWeightLimit - 1));
            if (index > 0 && member.Id.CompareTo(members[^1].Id) <= 0)
            {
                reader.Fail(EncodingFault.NotAscending);
            }

            members.Add(member);
        }

        if (reader.Fault != EncodingFault.None)
        {
            return null;
        }

        if (!TryCreate(members, out Roster? roster))
        {
            reader.Fail(EncodingFault.OutOfRange);
        }

        return roster;
    }
}
