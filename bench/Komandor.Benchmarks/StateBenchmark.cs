using System.Diagnostics;
using Komandor.Node.Storage;
using Komandor.PlainState;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Benchmarks;

/// <summary>The plain authenticated store over RocksDB, every batch durable, beside RocksDB's own unauthenticated puts.</summary>
internal sealed class StateBenchmark : IBenchmark
{
    private const int Entries = 1_000_000;
    private const int BatchSize = 10_000;
    private const int Batches = 40;
    private const int Reads = 200_000;
    private const int Proofs = 1_000;
    private const int KeptVersions = 8;
    private const byte StatePrefix = (byte)'S';
    private const byte RawPrefix = (byte)'R';

    private readonly Random _random = new(1);
    private long _writtenBytes;
    private int _oldest;
    private int _newest = Entries;

    /// <inheritdoc/>
    public string Name => "state-plain";

    /// <inheritdoc/>
    public string Summary => "the plain authenticated store over RocksDB at 1 M entries";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"komandor-bench-{Environment.ProcessId}");
        try
        {
            return Run(folder, log);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private List<Figure> Run(string folder, TextWriter log)
    {
        using RocksKeyValueStore engine = new(folder);
        SparseMerkleStore store = new(engine, StatePrefix, new StateSettings(CacheSizeBytes: 512L << 20));
        List<Figure> figures = [];
        int next = 0;
        Measure(figures, "creations while filling", Entries / BatchSize, () => Commit(store, engine, _ => StateWork.Change(next++, 0)));
        log.WriteLine($"filled with {store.Count} entries");
        int round = 0;
        Measure(figures, "overwrites of random keys", Batches, () => Commit(store, engine, Distinct(++round)));
        log.WriteLine("overwritten");
        Measure(figures, "coins, one created and one deleted", Batches, () => Commit(store, engine, index =>
            (index & 1) == 0 ? StateWork.Change(_newest++, 1) : new KeyValuePair<Hash256, byte[]?>(StateWork.Key(_oldest++), null)));
        log.WriteLine("coins moved");
        Measure(figures, "raw puts of RocksDB", Batches, () => RawPuts(engine));
        long found = 0;
        double seconds = CpuClock.Measure(() =>
        {
            for (int index = 0; index < Reads; index++)
            {
                found += store.Get(StateWork.Key(_oldest + _random.Next(_newest - _oldest)))!.Length;
            }
        });
        figures.Add(new Figure("warm reads", Reads / seconds, "reads/cpu-s"));
        long proofBytes = 0;
        seconds = CpuClock.Measure(() =>
        {
            for (int index = 0; index < Proofs; index++)
            {
                proofBytes += store.Prove(StateWork.Key(_oldest + _random.Next(_newest - _oldest))).Encoded.Length;
            }
        });
        figures.Add(new Figure("proofs", Proofs / seconds, "proofs/cpu-s"));
        figures.Add(new Figure("size of a proof", (double)proofBytes / Proofs, "bytes"));
        return figures;
    }

    private void Measure(List<Figure> figures, string what, int batches, Action batch)
    {
        _writtenBytes = 0;
        Stopwatch wall = Stopwatch.StartNew();
        double seconds = CpuClock.Measure(() =>
        {
            for (int index = 0; index < batches; index++)
            {
                batch();
            }
        });
        double updates = (double)batches * BatchSize;
        figures.Add(new Figure(what, updates / seconds, "updates/cpu-s"));
        figures.Add(new Figure($"{what}, wall", updates / wall.Elapsed.TotalSeconds, "updates/s"));
        figures.Add(new Figure($"{what}, written", _writtenBytes / updates, "bytes/update"));
    }

    private void Commit(SparseMerkleStore store, RocksKeyValueStore engine, Func<int, KeyValuePair<Hash256, byte[]?>> change)
    {
        KeyValuePair<Hash256, byte[]?>[] changes = new KeyValuePair<Hash256, byte[]?>[BatchSize];
        for (int index = 0; index < changes.Length; index++)
        {
            changes[index] = change(index);
        }

        KeyValueBatch batch = new();
        store.Commit(store.Stage(changes), batch);
        store.Prune(store.Version - Math.Min(store.Version, KeptVersions), batch);
        Write(engine, batch);
    }

    private void RawPuts(RocksKeyValueStore engine)
    {
        KeyValueBatch batch = new();
        for (int index = 0; index < BatchSize; index++)
        {
            (Hash256 key, byte[]? value) = StateWork.Change(_random.Next(Entries), 2);
            batch.Put([RawPrefix, .. key.ToArray()], value!);
        }

        Write(engine, batch);
    }

    private void Write(RocksKeyValueStore engine, KeyValueBatch batch)
    {
        foreach ((byte[] key, byte[]? value) in batch.Changes)
        {
            _writtenBytes += key.Length + (value?.Length ?? 0);
        }

        engine.Write(batch, durable: true);
    }

    // Each batch takes one key of every stretch, so none comes twice.
    private Func<int, KeyValuePair<Hash256, byte[]?>> Distinct(int round) =>
        index => StateWork.Change((index * (Entries / BatchSize)) + _random.Next(Entries / BatchSize), round);
}
