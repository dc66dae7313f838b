using System.Text;
using System.Text.Json;
using Komandor.Cryptography;
using Komandor.Indexer;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Node.Api;
using Komandor.Node.Storage;
using Komandor.Primitives;
using Komandor.PrivatePayer;
using Komandor.Replica.Effects;
using Komandor.Replica.Indexes;
using Komandor.State;
using Komandor.State.Indexes;

namespace Komandor.Node.Tests.Api;

/// <summary>A chain of one member without consensus: what is submitted stands in the next block that the test asks for.</summary>
internal sealed class LedgerNode : ILedgerBlocks, ITransactionIntake, INodeObserver, IReadinessSource, IDisposable
{
    internal const ulong Allocated = 1_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("komandor-node-").FullName;
    private readonly LedgerState _state;
    private readonly List<Block> _blocks = [];
    private readonly List<VerifiedTransaction> _pool = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly BlockIndex _index;
    private readonly IndexLoop _loop;
    private readonly NodeMetrics _metrics;
    private readonly Task _verifying;
    private readonly PrivateVerifier _proofs = new();
    private readonly MemoryKeyValueStore _terms = new();

    internal LedgerNode(Payer? payer = null, bool keepsIndex = false)
    {
        _state = new LedgerState(new MemoryStateFiles(), "s");
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            network = "test",
            addressPrefix = "kmdt",
            time = "2027-01-01T00:00:00Z",
            shard = 3,
            parameters = new
            {
                workPrice = 1,
                validityHorizonSeconds = 86_400,
                weakSubjectivitySeconds = 1_000_000,
                anchorBlocks = 1,
                anchorWindow = 1024,
                minimumCover = 16,
                minimumRing = 16,
            },
            members = new[] { new { id = 1, key = Key(0).PublicKey.ToString(), weight = 1 } },
            allocations = Enumerable.Range(0, 3).Select(owner => new { to = Owner(owner).ToString(), units = Allocated, label = $"account {owner}" })
                .Concat<object>(Enumerable.Range(0, payer is null ? 0 : 32)
                    .Select(number => new { to = payer!.Address.ToString(), units = Allocated, tier = number % 2 == 0 ? "ring" : "shielded" })),
        });
        Assert.True(Genesis.TryParse(json, out Genesis? genesis, out GenesisFault fault), fault.ToString());
        Genesis = genesis;
        Apply(genesis.InitialState(), []);
        GenesisHeader = genesis.Header(_state.Root);
        Disk = new DiskSpace(() => FreeDisk, 50, new Instant());
        _metrics = new NodeMetrics(this, Disk);
        _index = new BlockIndex(Path.Combine(_folder, "index.sqlite"), genesis.ChainId, 1 << 20, 4);
        BlockArchive archive = new(this, genesis, GenesisHeader);
        Waiters = new TransactionWaiters(2);
        _loop = new IndexLoop(_index, archive, block =>
        {
            foreach (IndexedTransaction transaction in block.Transactions)
            {
                Waiters.Decide(transaction.Id);
            }

            foreach (IndexedRejection rejection in block.Rejections)
            {
                Waiters.Decide(rejection.Id);
            }
        });
        Verifier = new SubmissionVerifier(new TransactionVerifier(genesis.ChainId, genesis.Shard), 4, transactions => _proofs.Foresee(
            View, genesis.Parameters.WorkPrice, Tip.Timestamp, genesis.Roster, transactions, SerialForkJoin.Instance));
        _verifying = Verifier.RunAsync(_stop.Token);
        ChainFacts facts = new(genesis, json, _index.Reader, StateAt);
        Api = new NodeApi(new NodeApiParts(
            facts, _index.Reader, archive, StateAt, this, Verifier, Waiters, Feed, this, this, new FinalityStatistics(TimeProvider.System), Disk,
            _metrics, () => 77)
        {
            Objects = keepsIndex ? new ObjectIndex(_terms) : null,
        });
    }

    internal Genesis Genesis { get; }

    internal BlockHeader GenesisHeader { get; }

    internal NodeApi Api { get; }

    internal SubmissionVerifier Verifier { get; }

    internal TransactionWaiters Waiters { get; }

    internal FinalBlockFeed Feed { get; } = new();

    internal DiskSpace Disk { get; }

    internal long FreeDisk { get; set; } = 100;

    internal IntakeOutcome Answer { get; set; } = IntakeOutcome.Accepted;

    internal HashSet<TransactionId> Expired { get; } = [];

    internal PoolView View => new(_state, Tip, Genesis.Parameters.Private);

    internal BlockHeader Tip => _blocks.Count == 0 ? GenesisHeader : _blocks[^1].Header;

    public ulong FinalHeight => (ulong)_blocks.Count;

    internal static SigningKey Key(int owner) => new([.. Enumerable.Repeat((byte)(owner + 1), 32)]);

    internal static Ledger.Lock Owner(int owner) => Ledger.Lock.Key(Key(owner).PublicKey);

    /// <summary>Blocks up to this one are kept in pieces.</summary>
    internal ulong GivenUp { get; set; }

    /// <summary>Why these cannot be had; null when they can.</summary>
    internal HistoryLost? Lost { get; set; }

    /// <summary>The blocks that were rebuilt.</summary>
    internal List<ulong> Rebuilt { get; } = [];

    public Block? Block(ulong height) => height <= FinalHeight && (height > GivenUp || Rebuilt.Contains(height)) ? _blocks[(int)height - 1] : null;

    public Task<HistoryLost?> FetchAsync(ulong height, CancellationToken cancellationToken)
    {
        if (Lost is null)
        {
            Rebuilt.Add(height);
        }

        return Task.FromResult(Lost);
    }

    /// <summary>Blocks without a certificate of their own.</summary>
    internal HashSet<ulong> Uncertified { get; } = [];

    public Certificate? Certificate(ulong height) => Uncertified.Contains(height)
        ? null
        : new(_blocks[(int)height - 1].Header.Id, [HeaderSignature.Sign(_blocks[(int)height - 1].Header.Id, new MemberId(1), Key(0))]);

    public Roster RosterAt(ulong height) => Genesis.Roster;

    public int? FinalityMs(ulong height) => 120;

    public Task<IntakeOutcome> SubmitAsync(VerifiedTransaction transaction, CancellationToken cancellationToken)
    {
        if (Answer.IsAccepted)
        {
            _pool.Add(transaction);
        }

        return Task.FromResult(Answer);
    }

    public Transaction? Pending(TransactionId id) => _pool.FirstOrDefault(one => one.Transaction.Id == id)?.Transaction;

    public bool HasExpired(TransactionId id) => Expired.Contains(id);

    public int? FinalityMs(TransactionId id) => 150;

    public NodeSnapshot Snapshot() => new(new MemberId(1), [], 9, 8, FinalHeight, _pool.Count, 0, 50, Readiness.Ready);

    public Readiness Current() => Readiness.Ready;

    /// <summary>A payment from an owner's first coin to another, with the rest back.</summary>
    internal Transaction Pay(int from, int to, ulong amount, string memo = "", ulong fee = 1000)
    {
        TransactionBody body = new TransactionDraft
        {
            ChainId = Genesis.ChainId,
            Shard = Genesis.Shard,
            Inputs = [new TransactionInput(Genesis.ObjectOf(from), 1)],
            Outputs =
            [
                TransactionOutput.Coin(Owner(to), AssetId.Kmcc, amount),
                TransactionOutput.Coin(Owner(from), AssetId.Kmcc, Allocated - amount - fee),
            ],
            Fee = fee,
            ValidUntil = Tip.Timestamp.Plus(3600 * Timestamp.PerSecond),
            Memo = Encoding.UTF8.GetBytes(memo),
        }.Build();
        return Transaction.Create(body, Witness.Sign(Owner(from), Key(from), body));
    }

    /// <summary>Makes a final block of the pool, and indexes it.</summary>
    internal void Seal()
    {
        ExecutedBlock executed = BlockExecutor.Execute(
            new BlockInput
            {
                Parent = Tip,
                Round = Tip.Round + 2,
                ConsensusTime = Tip.Timestamp.Plus(Timestamp.PerSecond),
                Transactions = [.. _pool],
                Roster = Genesis.Roster,
                NextRoster = Genesis.Roster,
            },
            _state, Genesis.Parameters, SerialForkJoin.Instance);
        Apply(executed.Changes, executed.Tags);
        _blocks.Add(executed.Seal(_state.Root));
        _pool.Clear();
        CatchUp();
    }

    internal void CatchUp()
    {
        while (_loop.CatchUp())
        {
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => _verifying.GetAwaiter().GetResult());
        _stop.Dispose();
        _metrics.Dispose();
        _index.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private LedgerSnapshot? StateAt(ulong height) => _state.Snapshot(height + 1);

    /// <summary>As docs/protocol/store.md lays it out: the phase, the place, the version, the key.</summary>
    internal void MakeIndexWhole() => WriteTerms(batch => batch.Put([(byte)'M', (byte)'i'], [2, .. new byte[41]]));

    private void WriteTerms(Action<KeyValueBatch> add)
    {
        KeyValueBatch batch = new();
        add(batch);
        _terms.Write(batch, durable: false);
    }

    private void Apply(IReadOnlyList<KeyValuePair<Hash256, byte[]?>> changes, IReadOnlyList<Hash256> tags)
    {
        WriteTerms(batch => new SecondaryIndexes(_terms, (byte)'I', [new ObjectsByLock()]).Follow(_state, changes, batch));
        _state.Commit(_state.Stage(changes, tags));
    }

    // Every reading of this clock is a minute after the last, so that the disk is read anew each time.
    private sealed class Instant : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Add(ref _now, 60);
    }
}
