using System.Globalization;
using System.Text;
using Komandor.Consensus;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.PrivatePayer;
using Komandor.Replica.Inputs;
using Komandor.Replica.Messages;
using Lock = Komandor.Ledger.Lock;

namespace Komandor.Replica.Tests;

/// <summary>Members that hear each other at once, on a clock that the test moves.</summary>
internal sealed class TestNetwork
{
    public const ulong CoinAmount = 1_000_000;

    private readonly Queue<(MemberId From, MemberId To, ReadOnlyMemory<byte> Encoded)> _messages = [];
    private readonly HashSet<(MemberId, MemberId)> _links = [];
    private readonly List<TestMember> _reopened = [];
    private readonly MessageVerifier _verifier;
    private ulong _coin = 1;

    public TestNetwork(int members = 4, Func<ReplicaSettings, ReplicaSettings>? adjust = null, int coins = 8, Payer? payer = null)
    {
        Adjust = adjust ?? (settings => settings);
        Keys = [.. Enumerable.Range(1, members).Select(index => KeyOf((byte)index))];
        Owner = KeyOf(200);
        OwnersLock = Lock.Key(Owner.PublicKey);
        StringBuilder json = new();
        json.Append("""{"network":"test","addressPrefix":"kmdt","time":"2027-01-01T00:00:00Z","shard":0,"parameters":{"workPrice":1,"validityHorizonSeconds":86400,"weakSubjectivitySeconds":86400,"anchorBlocks":1,"anchorWindow":1024,"minimumCover":16,"minimumRing":16},"members":[""");
        json.AppendJoin(',', Keys.Select((key, index) => $$"""{"id":{{index + 1}},"key":"{{key.PublicKey}}","weight":10}"""));
        json.Append("],\"allocations\":[");
        json.AppendJoin(',', Enumerable.Range(0, coins).Select(index => string.Create(CultureInfo.InvariantCulture, $$"""{"to":"{{OwnersLock}}","units":{{CoinAmount}},"label":"{{index}}"}""")));
        foreach (string tier in payer is null ? Array.Empty<string>() : ["ring", "shielded"])
        {
            json.Append(string.Concat(Enumerable.Repeat($$""",{"to":"{{payer!.Address}}","units":100000,"tier":"{{tier}}"}""", 16)));
        }

        json.Append("]}");
        Assert.True(Genesis.TryParse(Encoding.UTF8.GetBytes(json.ToString()), out Genesis? genesis, out GenesisFault fault), fault.ToString());
        Chain = new ChainContext(genesis);
        payer?.Observe(genesis);
        _verifier = new MessageVerifier(Chain);
        Members = [.. Keys.Select((key, index) => new TestMember(this, new MemberId((uint)index + 1), key))];
    }

    public Func<ReplicaSettings, ReplicaSettings> Adjust { get; }

    public SigningKey[] Keys { get; }

    public SigningKey Owner { get; }

    public Lock OwnersLock { get; }

    public ChainContext Chain { get; }

    public TestMember[] Members { get; }

    public long ElapsedUs { get; private set; } = 1_000_000;

    /// <summary>The headers that members executed, in their order.</summary>
    public List<BlockHeader> Executed { get; } = [];

    /// <summary>What becomes of a message between its sender and the network; empty bytes are lost. Null: nothing.</summary>
    public Func<MemberId, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? Tamper { get; set; }

    public Moment Moment => new(Chain.Genesis.Time.Plus(ElapsedUs), ElapsedUs, _coin = unchecked((_coin * 6_364_136_223_846_793_005UL) + 1_442_695_040_888_963_407UL));

    public static SigningKey KeyOf(byte seed) => new([.. Enumerable.Repeat(seed, SigningKey.SeedSizeBytes)]);

    public ReplicaSettings Settings(MemberId member) => Adjust(new ReplicaSettings { Self = member });

    public void StartAll()
    {
        foreach (TestMember member in Members)
        {
            member.Start();
        }

        foreach (TestMember member in Members)
        {
            Link(member);
        }
    }

    /// <summary>Connects a member with all that are up.</summary>
    public void Link(TestMember member)
    {
        foreach (TestMember other in Members)
        {
            if (other != member && other.IsUp && member.IsUp && _links.Add(Pair(member.Id, other.Id)))
            {
                member.Give(new PeerConnected(other.Id));
                other.Give(new PeerConnected(member.Id));
            }
        }
    }

    public void Unlink(TestMember member)
    {
        foreach (TestMember other in Members)
        {
            if (_links.Remove(Pair(member.Id, other.Id)))
            {
                member.Give(new PeerDisconnected(other.Id));
                other.Give(new PeerDisconnected(member.Id));
            }
        }
    }

    public void Kill(TestMember member)
    {
        Unlink(member);
        member.Stop();
    }

    public void Reopen(TestMember member) => _reopened.Add(member);

    public void Post(MemberId from, MemberId to, ReadOnlyMemory<byte> encoded)
    {
        encoded = Tamper is null ? encoded : Tamper(from, encoded);
        if (_links.Contains(Pair(from, to)) && !encoded.IsEmpty)
        {
            _messages.Enqueue((from, to, encoded));
        }
    }

    /// <summary>Lets time pass in steps of a tick.</summary>
    public void Run(long milliseconds)
    {
        for (long step = 0; step < milliseconds; step += 5)
        {
            ElapseTick();
            Deliver();
        }
    }

    /// <summary>Lets the time of one tick pass without delivering anything.</summary>
    public void ElapseTick()
    {
        ElapsedUs += 5_000;
        foreach (TestMember member in Members)
        {
            member.LetTimePass();
        }
    }

    public void Deliver() => Deliver((_, _) => { }, reopen: true);

    /// <summary>Delivers all messages, each shown to <paramref name="before"/>.</summary>
    public void Deliver(Action<MemberId, MessageReceived> before, bool reopen)
    {
        while (_messages.TryDequeue(out (MemberId From, MemberId To, ReadOnlyMemory<byte> Encoded) message))
        {
            if (_links.Contains(Pair(message.From, message.To)))
            {
                MessageReceived received = new(message.From, Verify(message.Encoded));
                before(message.To, received);
                At(message.To).Give(received);
            }
        }

        if (!reopen)
        {
            return;
        }

        foreach (TestMember member in _reopened.ToArray())
        {
            _reopened.Remove(member);
            Unlink(member);
            member.Start();
            Link(member);
        }
    }

    public VerifiedMessage Verify(ReadOnlyMemory<byte> encoded) => _verifier.Verify(encoded.Span);

    public TestMember At(MemberId id) => Members[(int)id.Value - 1];

    public VerifiedTransaction Pay(int coin, ulong amount = 1_000, long validMs = 600_000)
    {
        const ulong fee = 500;
        TransactionBody body = new TransactionDraft
        {
            ChainId = Chain.Chain,
            Shard = Chain.Shard,
            Inputs = [new TransactionInput(Chain.Genesis.ObjectOf(coin), 1)],
            Outputs =
            [
                TransactionOutput.Coin(OwnersLock, AssetId.Kmcc, amount),
                TransactionOutput.Coin(OwnersLock, AssetId.Kmcc, CoinAmount - fee - amount),
            ],
            Fee = fee,
            ValidUntil = Moment.Now.Plus(validMs * Timestamp.PerMillisecond),
        }.Build();
        Transaction transaction = Transaction.Create(body, Witness.Sign(OwnersLock, Owner, body));
        Assert.Equal(LedgerFault.None, new TransactionVerifier(Chain.Chain, Chain.Shard).Verify(transaction, out VerifiedTransaction? verified));
        return verified!;
    }

    /// <summary>The same body under somebody else's lock: statically valid, and no execution of it.</summary>
    public VerifiedTransaction WithAnothersWitness(VerifiedTransaction payment, byte seed = 77)
    {
        SigningKey other = KeyOf(seed);
        TransactionBody body = payment.Transaction.Body;
        Transaction copy = Transaction.Create(body, Witness.Sign(Lock.Key(other.PublicKey), other, body));
        Assert.Equal(LedgerFault.None, new TransactionVerifier(Chain.Chain, Chain.Shard).Verify(copy, out VerifiedTransaction? verified));
        return verified!;
    }

    /// <summary>A payment that also makes records, so that its encoding has exactly as many bytes.</summary>
    public VerifiedTransaction PayOfSize(int coin, int sizeBytes)
    {
        const int recordSizeBytes = LedgerLimits.RecordDataSizeBytes + 39;
        int full = (sizeBytes - 600) / recordSizeBytes;
        int shortestSizeBytes = WithRecords(coin, full, 128).Encoded.Length;
        Transaction transaction = WithRecords(coin, full, 128 + sizeBytes - shortestSizeBytes);
        Assert.Equal(sizeBytes, transaction.Encoded.Length);
        Assert.Equal(LedgerFault.None, new TransactionVerifier(Chain.Chain, Chain.Shard).Verify(transaction, out VerifiedTransaction? verified));
        return verified!;
    }

    /// <summary>An event of <paramref name="creator"/> that stands in no relation to what that member itself creates.</summary>
    public SignedEvent Forge(
        MemberId creator, ulong sequence = 0, ParentReference? self = null, ParentReference[]? others = null, long birth = 1, byte[][]? payload = null) =>
        new UnsignedEvent(
            Chain.Chain, Chain.Shard, creator, sequence, birth, Moment.Now.Plus((long)sequence), 7, self, others ?? [],
            [.. (payload ?? []).Select(item => (ReadOnlyMemory<byte>)item)]).Sign(Keys[(int)creator.Value - 1]);

    private Transaction WithRecords(int coin, int full, int lastSizeBytes)
    {
        const ulong fee = 10_000;
        TransactionBody body = new TransactionDraft
        {
            ChainId = Chain.Chain,
            Shard = Chain.Shard,
            Inputs = [new TransactionInput(Chain.Genesis.ObjectOf(coin), 1)],
            Outputs =
            [
                TransactionOutput.Coin(OwnersLock, AssetId.Kmcc, CoinAmount - fee),
                .. Enumerable.Repeat(Record(LedgerLimits.RecordDataSizeBytes), full),
                Record(lastSizeBytes),
            ],
            Fee = fee,
            ValidUntil = Chain.Genesis.Time.Plus(600 * Timestamp.PerSecond),
        }.Build();
        return Transaction.Create(body, Witness.Sign(OwnersLock, Owner, body));
    }

    private TransactionOutput Record(int sizeBytes) => new(null, OwnersLock, new RecordContent("x", new byte[sizeBytes]));

    private static (MemberId, MemberId) Pair(MemberId one, MemberId other) => one.CompareTo(other) < 0 ? (one, other) : (other, one);
}
