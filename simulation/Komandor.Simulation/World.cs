using System.Globalization;
using Komandor.Consensus;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.Replica.Messages;

namespace Komandor.Simulation;

/// <summary>One run: a whole network on virtual time, in two phases. First faults, under which nothing unsafe may happen; then everything heals, and
/// all must agree and come to rest.</summary>
internal sealed class World : IDisposable
{
    public const long Epoch = 1_800_000_000_000_000;
    private const long ConvergenceUs = 60_000_000;
    private const int LogLines = 60;

    private readonly Dictionary<ReadOnlyMemory<byte>, VerifiedMessage> _verified = [];
    private readonly Queue<string> _log = [];
    private readonly SigningKey[] _keys;
    private readonly Clients _clients;

    public World(Scenario scenario, Mutant mutant)
    {
        Scenario = scenario;
        Mutant = mutant;
        Chance = new Chance(scenario.Seed ^ 0x5eed);
        _keys = new SigningKey[scenario.Weights.Length];
        List<RosterMember> members = [];
        for (int index = 0; index < _keys.Length; index++)
        {
            _keys[index] = new SigningKey(Chance.Bytes());
            members.Add(new RosterMember(new MemberId((uint)index + 1), _keys[index].PublicKey, scenario.Weights[index]));
        }

        TrueRoster = Roster.Create(members);
        _clients = new Clients(this);
        Genesis genesis = _clients.MakeGenesis(TrueRoster);
        Chain = new ChainContext(genesis, mutant == Mutant.QuorumAtLeast ? TrueRoster.WithQuorumOfExactlyTwoThirds() : TrueRoster);
        Verifier = new MessageVerifier(Chain, new VerifiedEvents(int.MaxValue, long.MaxValue));
        Transactions = new TransactionVerifier(Chain.Chain, Chain.Shard);
        Checks = new Checks(this);
        AddCopies(members);
        Links = new Links(this);
    }

    public Scenario Scenario { get; }

    public Mutant Mutant { get; }

    public Chance Chance { get; }

    public Agenda Agenda { get; } = new();

    public ChainContext Chain { get; }

    public Roster TrueRoster { get; }

    public MessageVerifier Verifier { get; }

    public TransactionVerifier Transactions { get; }

    /// <summary>The true time, which members' clocks miss by their skew.</summary>
    public Timestamp Now => new(Epoch + 60_000_000 + Agenda.NowUs);

    public Checks Checks { get; }

    public List<Copy> Copies { get; } = [];

    public Links Links { get; }

    public IEnumerable<string> LastLines => _log;

    public Clients Clients => _clients;

    public void Run()
    {
        foreach (Copy copy in Copies)
        {
            copy.Start();
        }

        Repeat(Scenario.CrashIntervalUs, CrashSomebody);
        Repeat(Scenario.PartitionIntervalUs, () => Links.Partition(Chance.Happens(Scenario.IsExactThird ? 800 : 500)));
        Repeat(Scenario.PaymentIntervalUs, _clients.Pay);
        while (Agenda.Step(Scenario.FaultyUs))
        {
            Checks.ThrowIfFailed();
        }

        if (Scenario.IsExactThird)
        {
            return;
        }

        Heal();
        RunUntil(Checks.IsAtRest, "The network did not come to rest after it healed: ");

        // The history of a network that has lost as many members as it may.
        ulong height = Checks.LoseMembers();
        RunUntil(() => Checks.HaveRead(height), "Not every block can be read: ");
        Checks.CheckEnd();
    }

    private void RunUntil(Func<bool> isDone, string failure)
    {
        long limit = Math.Max(Scenario.FaultyUs, Agenda.NowUs) + ConvergenceUs;
        while (!isDone())
        {
            long end = Agenda.NowUs + 100_000;
            if (end > limit)
            {
                throw new SimulationFailure(failure + Checks.Describe());
            }

            while (Agenda.Step(end))
            {
                Checks.ThrowIfFailed();
            }
        }
    }

    public ReplicaSettings SettingsOf(MemberId member) => new()
    {
        Self = member,
        EventIntervalUs = Scenario.EventIntervalUs,
        MaxRoundsBetweenBlocks = Scenario.MaxRoundsBetweenBlocks,
        SegmentSizeBytes = Scenario.SegmentSizeBytes,
        HistoryBlocks = member.Value == (uint)(Scenario.KeepsAll + 1) ? 0 : Scenario.HistoryBlocks,
        KeepsIndexes = true,
        Consensus = new ConsensusSettings
        {
            AncientRounds = Scenario.AncientRounds,
            ExpiredRounds = Scenario.ExpiredRounds,
            CoinPeriodRounds = Scenario.CoinPeriodRounds,
            IgnoresCoin = Mutant == Mutant.CoinIgnored,
        },
    };

    /// <summary>Members verify messages apart from each other, with one result for all of them.</summary>
    public VerifiedMessage Verify(ReadOnlyMemory<byte> encoded)
    {
        if (!_verified.TryGetValue(encoded, out VerifiedMessage? message))
        {
            if (_verified.Count > 256)
            {
                _verified.Clear();
            }

            message = Verifier.Verify(encoded.Span);
            _verified.Add(encoded, message);
        }

        return message;
    }

    public void Log(Copy? copy, string what)
    {
        string who = copy is null ? "world" : $"member {copy.Member}{(copy.IsBranching ? "ab"[copy.Side] : "")}";
        _log.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{Agenda.NowUs / 1000.0,10:F3} ms  {who}: {what}"));
        if (_log.Count > LogLines)
        {
            _log.Dequeue();
        }
    }

    public void Dispose()
    {
        foreach (SigningKey key in _keys)
        {
            key.Dispose();
        }

        _clients.Dispose();
    }

    private void AddCopies(List<RosterMember> members)
    {
        for (int index = 0; index < members.Count; index++)
        {
            bool branches = index == Scenario.Branching;
            int side = branches ? 0 : Copies.Count % 2;
            Copies.Add(new Copy(this, Copies.Count, members[index], _keys[index], side, branches));
            if (branches)
            {
                Copies.Add(new Copy(this, Copies.Count, members[index], _keys[index], 1, true));
            }
        }
    }

    private void Repeat(long meanUs, Action action)
    {
        if (meanUs > 0)
        {
            Agenda.After(Chance.Between(1, 2 * meanUs), () =>
            {
                if (Agenda.NowUs < Scenario.FaultyUs)
                {
                    action();
                    Repeat(meanUs, action);
                }
            });
        }
    }

    private void CrashSomebody() => Copies[Chance.Index(Copies.Count)].CrashAfter(Chance.Index(40));

    private void Heal()
    {
        Log(null, "everything heals");
        Links.Heal();
        foreach (Copy copy in Copies)
        {
            copy.CancelCrash();
        }
    }
}
