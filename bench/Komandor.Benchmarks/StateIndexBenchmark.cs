using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Node.Storage;
using Komandor.Primitives;
using Komandor.State;
using Komandor.State.Indexes;

namespace Komandor.Benchmarks;

/// <summary>What the secondary index by lock adds to a commit of coins, beside the commit itself: docs/protocol/state.md §9.</summary>
internal sealed class StateIndexBenchmark : IBenchmark
{
    private const int Coins = 500_000;
    private const int BatchSize = 10_000;
    private const int Batches = 40;
    private const int Locks = 1_000;
    private const int Questions = 1_000;
    private const double MicrosecondsPerSecond = 1e6;

    private readonly Ledger.Lock[] _locks = new Ledger.Lock[Locks];
    private int _oldest;
    private int _newest;

    /// <inheritdoc/>
    public string Name => "state-index";

    /// <inheritdoc/>
    public string Summary => "the index of the state by lock, beside the commits that it follows";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log)
    {
        string folder = Directory.CreateTempSubdirectory("komandor-index-").FullName;
        try
        {
            for (int index = 0; index < Locks; index++)
            {
                using SigningKey key = Payments.MakeKey(index + 1);
                _locks[index] = Ledger.Lock.Key(key.PublicKey);
            }

            return Run(folder, log);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private List<Figure> Run(string folder, TextWriter log)
    {
        using RocksKeyValueStore engine = new(Path.Combine(folder, "store"));
        CompactStateStore state = new(new FolderStateFiles(Path.Combine(folder, "state")), "s");
        SecondaryIndexes indexes = new(engine, (byte)'I', [new ObjectsByLock()]);
        while (_newest < Coins)
        {
            List<KeyValuePair<Hash256, byte[]?>> made = [.. Enumerable.Range(0, BatchSize).Select(_ => Make())];
            Follow(engine, state, indexes, made);
            state.Commit(state.Stage(made));
        }

        state.Flush();
        log.WriteLine($"filled with {_newest} coins under {Locks} locks");
        double following = 0;
        double committing = 0;
        for (int batch = 0; batch < Batches; batch++)
        {
            List<KeyValuePair<Hash256, byte[]?>> changes = [.. Enumerable.Range(0, BatchSize).Select(index => index % 2 == 0 ? Make() : Spend())];
            following += CpuClock.Measure(() => Follow(engine, state, indexes, changes));
            committing += CpuClock.Measure(() => state.Commit(state.Stage(changes)));
        }

        int found = 0;
        double asking = CpuClock.Measure(() =>
        {
            for (int question = 0; question < Questions; question++)
            {
                found += indexes.Find(ObjectsByLock.Number, ObjectsByLock.TermOf(ObjectType.Coin, _locks[question % Locks]), Hash256.Zero, 200).Count;
            }
        });
        Invariant.Require(found == 200 * Questions);
        double perChange = MicrosecondsPerSecond / (Batches * BatchSize);
        return
        [
            new Figure("following a commit, a coin made or spent", following * perChange, "cpu-us"),
            new Figure("the commit itself, a coin made or spent", committing * perChange, "cpu-us"),
            new Figure("finding 200 coins of a lock", asking * MicrosecondsPerSecond / Questions, "cpu-us"),
        ];
    }

    private static void Follow(RocksKeyValueStore engine, CompactStateStore state, SecondaryIndexes indexes, List<KeyValuePair<Hash256, byte[]?>> changes)
    {
        KeyValueBatch batch = new();
        indexes.Follow(state, changes, batch);
        engine.Write(batch, durable: false);
    }

    private KeyValuePair<Hash256, byte[]?> Make()
    {
        LedgerObject coin = new(1, _locks[_newest % Locks], new CoinContent(AssetId.Kmcc, 1_000));
        return new(LedgerHash.ObjectOf(default, _newest++).Value, coin.Encode());
    }

    private KeyValuePair<Hash256, byte[]?> Spend() => new(LedgerHash.ObjectOf(default, _oldest++).Value, null);
}
