using Komandor.Primitives;

namespace Komandor.Consensus.Tests;

/// <summary>A random history of a shard from one seed: unequal weights, and by chance forks, roster changes, coin rounds, narrow windows, members
/// that sleep. Its events obey every rule but the one against branching.</summary>
internal sealed class RandomGraph
{
    private const int PoolSize = 10;

    // How often the stubborn adversary takes an event back that would decide a round, before it gives in.
    private const int MaxWithdrawn = 60;
    private static readonly MemberId _peer = new(0);

    private readonly Random _random;
    private readonly List<SignedEvent> _events = [];
    private readonly List<SignedEvent>[] _own = new List<SignedEvent>[PoolSize];
    private readonly bool[] _forks = new bool[PoolSize];
    private readonly int[] _asleepUntil = new int[PoolSize];
    private int _attempt;
    private Hashgraph _graph;
    private readonly int _span;
    private readonly bool _isAdversarial;
    private readonly bool _isStubborn;
    private int _withdrawn;
    private long _clock = 1_000_000;

    /// <summary>Builds the history of <paramref name="seed"/>.</summary>
    /// <param name="seed">Which one.</param>
    /// <param name="eventCount">How many events to create.</param>
    /// <param name="withCoins">Whether gossip is arranged to keep elections open until a coin round.</param>
    public RandomGraph(int seed, int eventCount = 300, bool? withCoins = null)
    {
        _random = new Random(seed);
        _isStubborn = withCoins ?? _random.Next(25) == 0;
        _isAdversarial = _isStubborn || _random.Next(10) == 0;
        HasForks = _random.Next(10) < 4;
        HasRosterChanges = _random.Next(100) < 20;
        int window = _random.Next(4) switch { 0 => 2, 1 => 3, 2 => 6, _ => 26 };
        Settings = new ConsensusSettings
        {
            AncientRounds = window,
            ExpiredRounds = window + _random.Next(20),
            CoinPeriodRounds = _random.Next(3) == 0 && !_isAdversarial ? 12 : 3,
            MaxOrphansPerPeer = 100_000,
            MaxFutureEventsPerPeer = 100_000,
            MaxEventsPerAccount = 100_000,
            MaxHeldEventsPerPeer = 100_000,
        };
        _span = _random.Next(1, 5);
        Schedule = CreateSchedule();
        _graph = new Hashgraph(Settings, Schedule, ConsensusSnapshot.Genesis);
        for (int member = 0; member < PoolSize; member++)
        {
            _own[member] = [];
        }

        while (_events.Count < eventCount)
        {
            Step();
        }
    }

    public ConsensusSettings Settings { get; }

    public RosterSchedule Schedule { get; }

    public bool HasForks { get; private set; }

    public bool HasRosterChanges { get; }

    /// <summary>Branching members that did branch.</summary>
    public HashSet<MemberId> Branched { get; } = [];

    /// <summary>The events, parents before children.</summary>
    public IReadOnlyList<SignedEvent> Events => _events;

    /// <summary>The events in another order in which parents come before children.</summary>
    public List<SignedEvent> Permuted(int seed)
    {
        Random random = new(seed);
        Dictionary<EventId, int> missing = [];
        Dictionary<EventId, List<SignedEvent>> children = [];
        List<SignedEvent> ready = [];
        foreach (SignedEvent signed in _events)
        {
            IEnumerable<ParentReference> parents = signed.Body.OtherParents;
            parents = signed.Body.SelfParent is ParentReference self ? parents.Append(self) : parents;
            missing[signed.Id] = parents.Count();
            foreach (ParentReference parent in parents)
            {
                children.TryAdd(parent.Id, []);
                children[parent.Id].Add(signed);
            }

            if (missing[signed.Id] == 0)
            {
                ready.Add(signed);
            }
        }

        List<SignedEvent> order = [];
        while (ready.Count > 0)
        {
            int index = random.Next(3) == 0 ? random.Next(ready.Count) : ready.Count - 1;
            SignedEvent next = ready[index];
            ready.RemoveAt(index);
            order.Add(next);
            foreach (SignedEvent child in children.GetValueOrDefault(next.Id, []))
            {
                if (--missing[child.Id] == 0)
                {
                    ready.Add(child);
                }
            }
        }

        return order;
    }

    private RosterSchedule CreateSchedule()
    {
        for (int member = 0; member < PoolSize; member++)
        {
            _forks[member] = HasForks && _random.Next(3) == 0;
        }

        List<(long, Roster)> entries = [(1, CreateRoster())];
        for (long round = 1 + _random.Next(2, 6); HasRosterChanges && round < 100; round += _random.Next(1, 8))
        {
            entries.Add((round, CreateRoster()));
        }

        return new RosterSchedule(entries, long.MaxValue);
    }

    // Members who branch weigh less than a third together; those beyond that stay out of the roster.
    private Roster CreateRoster()
    {
        int count = _isStubborn ? _random.Next(4, 8) : _random.Next(1, 9);
        int[] order = [.. Enumerable.Range(0, PoolSize)];
        _random.Shuffle(order);
        List<RosterMember> members = [];
        ulong honest = 0;
        foreach (int member in order.Where(member => !_forks[member]).Take(count).DefaultIfEmpty(order[0]))
        {
            _forks[member] = false;
            ulong weight = _isStubborn ? 10 : (ulong)(_random.Next(3) == 0 ? _random.Next(1, 1000) : _random.Next(10, 20));
            honest += weight;
            members.Add(new RosterMember(new MemberId((uint)member), KeyOf(member), weight));
        }

        ulong branching = 0;
        foreach (int member in order.Where(member => _forks[member]))
        {
            ulong weight = (ulong)_random.Next(1, 20);
            if (2 * (branching + weight) < honest && members.Count < 8)
            {
                branching += weight;
                members.Add(new RosterMember(new MemberId((uint)member), KeyOf(member), weight));
            }
        }

        return Roster.Create(members);
    }

    // Nobody signs here; the keys only have to differ.
    private static PublicKey KeyOf(int member)
    {
        byte[] key = new byte[PublicKey.SizeBytes];
        key[0] = (byte)member;
        return new PublicKey(key);
    }

    private void Step()
    {
        _attempt++;
        Assert.True(_attempt < 1_000_000, "The history is stuck.");
        Roster roster = Schedule.Find(_graph.PendingRound)!;
        int creator = (int)roster.Members[_random.Next(roster.Members.Length)].Id.Value;
        if (_asleepUntil[creator] > _attempt)
        {
            return;
        }

        if (_random.Next(60) == 0)
        {
            _asleepUntil[creator] = _attempt + _random.Next(10, 80);
        }

        SignedEvent? self = ChooseSelf(creator, out bool branches);
        List<ParentReference> others = ChooseOthers(creator);
        long floor = Math.Max(self?.Body.BirthRound ?? 1, others.Select(parent => parent.BirthRound).DefaultIfEmpty(1).Max());
        long birth = Math.Max(floor, _graph.PendingRound - (_random.Next(4) == 0 ? _random.Next(3) : 0));
        if (Schedule.Find(birth)!.IndexOf(new MemberId((uint)creator)) < 0 || (self is null && others.Count == 0 && _graph.PendingRound > 1))
        {
            return;
        }

        if (Create(creator, birth, self, others) && branches)
        {
            Branched.Add(new MemberId((uint)creator));
        }
    }

    private SignedEvent? ChooseSelf(int creator, out bool branches)
    {
        List<SignedEvent> own = _own[creator];
        branches = false;
        if (own.Count == 0)
        {
            return null;
        }

        if (_forks[creator] && _random.Next(3) == 0)
        {
            SignedEvent chosen = own[_random.Next(Math.Max(0, own.Count - 8), own.Count)];
            branches = own.Any(e => e.Body.SelfParent?.Id == chosen.Id);
            return chosen;
        }

        return own[^1];
    }

    // An adversary lets news travel within halves and only now and then between them.
    private List<ParentReference> ChooseOthers(int creator)
    {
        List<ParentReference> others = [];
        int wanted = _random.Next(8) == 0 ? 0 : _isStubborn || _random.Next(8) < 5 ? 1 : _random.Next(2, 5);
        int[] order = [.. Enumerable.Range(0, PoolSize)];
        _random.Shuffle(order);
        foreach (int other in order)
        {
            bool far = _isAdversarial && (other ^ creator ^ (_events.Count / 40)) % 2 == 1 && _random.Next(6) != 0;
            if (other == creator || _own[other].Count == 0 || others.Count == wanted || far)
            {
                continue;
            }

            int back = Math.Min(_own[other].Count, 1 + (_random.Next(3) == 0 ? _random.Next(_span) : 0));
            SignedEvent parent = _own[other][^back];
            others.Add(new ParentReference(parent.Id, parent.Body.Creator, parent.Body.BirthRound));
        }

        return [.. others.OrderBy(parent => parent.Creator)];
    }

    private bool Create(int creator, long birth, SignedEvent? self, List<ParentReference> others)
    {
        _clock += _random.Next(1, 2_000);
        long time = Math.Max(_clock + _random.Next(-5_000, 5_000), (self?.Body.CreatedAt.UnixMicroseconds ?? 0) + 1);
        UnsignedEvent body = new(
            default,
            default,
            new MemberId((uint)creator),
            self is null ? 0 : self.Body.Sequence + 1,
            birth,
            new Timestamp(_random.Next(4) == 0 ? (time / 4_000 * 4_000) + (self is null ? 0 : 4_000) : time),
            (ulong)_random.NextInt64(),
            self is null ? null : new ParentReference(self.Id, self.Body.Creator, self.Body.BirthRound),
            others,
            [BitConverter.GetBytes(_events.Count)]);
        SignedEvent signed = body.Attach(default);
        long decided = _graph.DecidedRound;
        AddStatus status = _graph.Add(VerifiedEvent.Trust(signed), _peer).Status;
        if (status == AddStatus.Inserted && _isStubborn && _graph.DecidedRound > decided && _withdrawn++ < MaxWithdrawn)
        {
            _graph = new Hashgraph(Settings, Schedule, ConsensusSnapshot.Genesis);
            Agreement.Run(_graph, _events);
            return false;
        }

        _withdrawn = 0;
        if (status == AddStatus.Inserted)
        {
            _events.Add(signed);
            _own[creator].Add(signed);
        }

        return status == AddStatus.Inserted;
    }
}
