using Komandor.Consensus;
using Komandor.Primitives;

namespace Komandor.Benchmarks;

/// <summary>Makes the events of a healthy shard: members in random order, each event with its self-parent and the newest events of others.</summary>
internal sealed class GossipHistory
{
    private const int OtherParents = 2;

    private readonly SignedEvent?[] _last;
    private readonly Random _random = new(1);
    private long _clock = 1_000_000;

    /// <summary>A shard of <paramref name="members"/> members of unequal weight.</summary>
    public GossipHistory(int members)
    {
        _last = new SignedEvent?[members];
        RosterMember[] roster = new RosterMember[members];
        for (int index = 0; index < members; index++)
        {
            roster[index] = new RosterMember(new MemberId((uint)index), new PublicKey(new Hash256(Key(index))), (ulong)(100 + (index % 7)));
        }

        Schedule = RosterSchedule.Constant(Roster.Create(roster));
    }

    /// <summary>The one roster.</summary>
    public RosterSchedule Schedule { get; }

    /// <summary>The next event, born in <paramref name="pendingRound"/>, unsigned.</summary>
    public VerifiedEvent Next(long pendingRound)
    {
        int creator = _random.Next(_last.Length);
        SortedSet<int> others = [];
        while (others.Count < OtherParents)
        {
            int other = _random.Next(_last.Length);
            if (other != creator)
            {
                others.Add(other);
            }
        }

        List<ParentReference> references = [];
        foreach (int other in others)
        {
            if (_last[other] is SignedEvent parent)
            {
                references.Add(Refer(parent));
            }
        }

        SignedEvent? self = _last[creator];
        _clock += 10;
        UnsignedEvent body = new(
            default,
            default,
            new MemberId((uint)creator),
            self is null ? 0 : self.Body.Sequence + 1,
            pendingRound,
            new Timestamp(_clock),
            (ulong)_random.NextInt64(),
            self is null ? null : Refer(self),
            references,
            []);
        _last[creator] = body.Attach(default);
        return VerifiedEvent.Trust(_last[creator]!);
    }

    // Nobody signs here; the keys only have to differ.
    private static byte[] Key(int member)
    {
        byte[] key = new byte[PublicKey.SizeBytes];
        BitConverter.TryWriteBytes(key, member);
        return key;
    }

    private static ParentReference Refer(SignedEvent signed) => new(signed.Id, signed.Body.Creator, signed.Body.BirthRound);
}
