using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Consensus.Tests;

/// <summary>Members with real keys, and a short way to write events.</summary>
internal sealed class TestShard
{
    public static readonly ChainId Chain = new(Hash256.Parse(new string('c', 64)));
    public static readonly ShardId Shard = new(3);

    private readonly SigningKey[] _keys;
    private readonly SignedEvent?[] _last;
    private long _clock = 1_000_000;

    public TestShard(int members, params ulong[] weights)
    {
        _keys = [.. Enumerable.Range(0, members).Select(index => new SigningKey(Seed(index)))];
        _last = new SignedEvent?[members];
        Roster = Roster.Create(_keys.Select((key, index) => new RosterMember(
            new MemberId((uint)index), key.PublicKey, index < weights.Length ? weights[index] : 1)));
        Schedule = RosterSchedule.Constant(Roster);
    }

    public Roster Roster { get; }

    public RosterSchedule Schedule { get; }

    public EventVerifier Verifier { get; } = new(Chain, Shard);

    public int Count => _keys.Length;

    public SigningKey Key(int member) => _keys[member];

    public SignedEvent? Last(int member) => _last[member];

    public Hashgraph Graph(ConsensusSettings? settings = null) => new(settings ?? new ConsensusSettings(), Schedule, ConsensusSnapshot.Genesis);

    /// <summary>A body with the given parents that breaks no rule.</summary>
    public UnsignedEvent Body(int creator, SignedEvent? self, long birthRound, params SignedEvent[] others) => new(
        Chain,
        Shard,
        new MemberId((uint)creator),
        self is null ? 0 : self.Body.Sequence + 1,
        birthRound,
        new Timestamp(_clock += 10),
        (ulong)_clock * 0x9E37,
        self is null ? null : Refer(self),
        [.. others.OrderBy(other => other.Body.Creator).Select(Refer)],
        []);

    /// <summary>The creator's next event, signed.</summary>
    public SignedEvent Next(int creator, long birthRound, params SignedEvent[] others) =>
        _last[creator] = Body(creator, _last[creator], birthRound, others).Sign(_keys[creator]);

    /// <summary>The creator's next event with a payload and no other parents.</summary>
    public SignedEvent Next(int creator, long birthRound, IReadOnlyList<ReadOnlyMemory<byte>> payload) =>
        _last[creator] = (Body(creator, _last[creator], birthRound) with { Payload = payload }).Sign(_keys[creator]);

    public static ParentReference Refer(SignedEvent signed) => new(signed.Id, signed.Body.Creator, signed.Body.BirthRound);

    /// <summary>Lets everybody create one event after the other, each after the one before, and gives them to the graph.</summary>
    /// <param name="graph">Where they go.</param>
    /// <param name="rounds">How many events each creates.</param>
    /// <param name="first">The first member that takes part: those below it are silent.</param>
    public List<SignedEvent> Gossip(Hashgraph graph, int rounds, int first = 0)
    {
        List<SignedEvent> events = [];
        int count = Count - first;
        for (int index = 0; index < rounds * count; index++)
        {
            int creator = first + (index % count);
            SignedEvent? other = _last[first + ((index + count - 1) % count)];
            SignedEvent signed = Next(creator, graph.PendingRound, other is null ? [] : [other]);

            // Another relays it: the own account of a member that branched is closed.
            MemberId relay = new((uint)(first + ((index + 1) % count)));
            Assert.Equal(AddStatus.Inserted, graph.Add(VerifiedEvent.Trust(signed), relay).Status);
            events.Add(signed);
        }

        return events;
    }

    private static byte[] Seed(int index)
    {
        byte[] seed = new byte[SigningKey.SeedSizeBytes];
        seed[0] = (byte)(index + 1);
        return seed;
    }
}
