using System.Diagnostics;
using Komandor.Node.Runtime;
using Komandor.Node.Storage;
using Komandor.PlainState;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Benchmarks;

/// <summary>The state store at 1 M and 20 M entries, every batch durable, beside RocksDB's own unauthenticated puts.</summary>
/// <remarks>KOMANDOR_BENCH_ENTRIES names other numbers of entries.</remarks>
internal sealed class CompactBenchmark : IBenchmark
{
    private const int BatchSize = 10_000;
    private const int Reads = 1_000_000;
    private const int Proofs = 2_000;
    private const int PlainEntries = 1_000_000;
    private const int KeptVersions = 4;
    private const int KeyAndValueSizeBytes = Hash256.SizeBytes + StateWork.ValueSizeBytes;

    private readonly List<Figure> _figures = [];

    /// <inheritdoc/>
    public string Name => "state";

    /// <inheritdoc/>
    public string Summary => "the state store at 1 M and 20 M entries, beside RocksDB without authentication";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log)
    {
        string[] sizes = (Environment.GetEnvironmentVariable("KOMANDOR_BENCH_ENTRIES") ?? "1000000,20000000").Split(',');
        foreach (string size in sizes)
        {
            string folder = Path.Combine(Path.GetTempPath(), $"komandor-bench-{Environment.ProcessId}");
            try
            {
                Run(folder, int.Parse(size, System.Globalization.CultureInfo.InvariantCulture), log);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return _figures;
    }

    private void Run(string folder, int entries, TextWriter log)
    {
        string at = $"{entries / 1_000_000.0} M: ";
        FolderStateFiles files = new(Path.Combine(folder, "state"));
        CompactStateStore store = new(files, "s");
        StateWork work = new(entries);
        Measure(log, at + "creations while filling", store, entries / BatchSize, 1, work.Create);

        // As often as the log comes round once, so that it is as it stays.
        int settling = Math.Min(entries, 6_000_000) / BatchSize;
        Measure(log, at + "overwrites while settling", store, settling, 1, work.Overwrite);
        int batches = Math.Max(100, entries / BatchSize / 10);
        Measure(log, at + "overwrites of random keys", store, batches, 1, work.Overwrite);
        Shape(log, at, store);
        Measure(log, at + "payments, a coin created and one deleted", store, batches, 2, work.Pay);
        Shape(log, at + "after payments ", store);
        Read(log, at, store, work);
        Reopen(at, files, store, log);
        if (entries <= PlainEntries)
        {
            Plain(at, Path.Combine(folder, "plain"), new StateWork(entries), log);
        }

        Raw(at, Path.Combine(folder, "raw"), work, log);
    }

    private void Shape(TextWriter log, string at, CompactStateStore store)
    {
        Add(log, new Figure(at + "disk beyond key and value", ((double)store.DiskSizeBytes / store.Count) - KeyAndValueSizeBytes, "bytes/entry"));
        Add(log, new Figure(at + "memory of the index", (double)store.IndexSizeBytes / store.Count, "bytes/entry"));
        Add(log, new Figure(at + "memory of kept versions", store.UndoSizeBytes / 1e6, "MB"));
    }

    private void Read(TextWriter log, string at, CompactStateStore store, StateWork work)
    {
        long found = 0;
        double seconds = CpuClock.Measure(() =>
        {
            for (int index = 0; index < Reads; index++)
            {
                found += store.Get(work.Any())!.Length;
            }
        });
        Invariant.Require(found == (long)Reads * StateWork.ValueSizeBytes);
        Add(log, new Figure(at + "warm reads", Reads / seconds, "reads/cpu-s"));
        long bytes = 0;
        int longest = 0;
        seconds = CpuClock.Measure(() =>
        {
            for (int index = 0; index < Proofs; index++)
            {
                int size = store.Prove(work.Any()).Encoded.Length;
                bytes += size;
                longest = Math.Max(longest, size);
            }
        });
        Add(log, new Figure(at + "proofs", Proofs / seconds, "proofs/cpu-s"));
        Add(log, new Figure(at + "size of a proof, mean", (double)bytes / Proofs, "bytes"));
        Add(log, new Figure(at + "size of a proof, longest", longest, "bytes"));
    }

    private void Reopen(string at, FolderStateFiles files, CompactStateStore store, TextWriter log)
    {
        // As after a crash: nothing is told to the store, which reads what is on the disk.
        foreach (int parallelism in new[] { 1, Environment.ProcessorCount })
        {
            CompactStateStore? opened = null;
            Stopwatch watch = Stopwatch.StartNew();
            double seconds = CpuClock.Measure(() => opened = new(files, "s", store.Version, forkJoin: new ForkJoin(parallelism)));
            Add(log, new Figure(at + $"open after a crash, threads: {parallelism}", watch.Elapsed.TotalSeconds, "s"));
            Add(log, new Figure(at + $"open after a crash, threads: {parallelism}, processor time", seconds, "cpu-s"));
            Invariant.Require(opened!.Root == store.Root);
            opened.Close();
        }

        store.Close();
    }

    private void Plain(string at, string folder, StateWork work, TextWriter log)
    {
        using RocksKeyValueStore engine = new(folder);
        SparseMerkleStore plain = new(engine, 1, new StateSettings(CacheSizeBytes: 512L << 20));
        double Seconds(int batches, Func<int, KeyValuePair<Hash256, byte[]?>[]> make) => CpuClock.Measure(() =>
        {
            for (int index = 0; index < batches; index++)
            {
                KeyValueBatch batch = new();
                plain.Commit(plain.Stage(make(BatchSize)), batch);
                plain.Prune(plain.Version - Math.Min(plain.Version, KeptVersions), batch);
                engine.Write(batch, durable: true);
            }
        });

        Seconds(work.Entries / BatchSize, work.Create);
        const int Batches = 40;
        Add(log, new Figure(at + "the plain tree's overwrites", Batches * BatchSize / Seconds(Batches, work.Overwrite), "updates/cpu-s"));
        Add(log, new Figure(at + "the plain tree's payments", Batches * BatchSize / 2 / Seconds(Batches, work.Pay), "payments/cpu-s"));
    }

    private void Raw(string at, string folder, StateWork work, TextWriter log)
    {
        using RocksKeyValueStore engine = new(folder);
        for (int batch = 0; batch < work.Entries / BatchSize; batch++)
        {
            Put(engine, work.Create(BatchSize), durable: false);
        }

        Stopwatch wall = Stopwatch.StartNew();
        int batches = Math.Max(100, work.Entries / BatchSize / 20);
        double seconds = CpuClock.Measure(() =>
        {
            for (int batch = 0; batch < batches; batch++)
            {
                Put(engine, work.Overwrite(BatchSize), durable: true);
            }
        });
        Add(log, new Figure(at + "RocksDB's overwrites", batches * BatchSize / seconds, "puts/cpu-s"));
        Add(log, new Figure(at + "RocksDB's overwrites, wall", batches * BatchSize / wall.Elapsed.TotalSeconds, "puts/s"));
        seconds = CpuClock.Measure(() =>
        {
            for (int index = 0; index < Reads / 10; index++)
            {
                Invariant.Require(engine.Get(work.AnyCreated().ToArray()) is not null);
            }
        });
        Add(log, new Figure(at + "RocksDB's reads", Reads / 10 / seconds, "reads/cpu-s"));
    }

    private void Add(TextWriter log, Figure figure)
    {
        // At once, since a run over 20 M entries takes long.
        log.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{figure.Name}: {figure.Value:N2} {figure.Unit}"));
        _figures.Add(figure);
    }

    private static void Put(RocksKeyValueStore engine, KeyValuePair<Hash256, byte[]?>[] changes, bool durable)
    {
        KeyValueBatch batch = new();
        foreach ((Hash256 key, byte[]? value) in changes)
        {
            batch.Put(key.ToArray(), value!);
        }

        engine.Write(batch, durable);
    }

    private void Measure(
        TextWriter log, string what, CompactStateStore store, int batches, int changesPerItem, Func<int, KeyValuePair<Hash256, byte[]?>[]> make)
    {
        long written = store.WrittenBytes;
        TimeSpan making = TimeSpan.Zero;
        Stopwatch wall = Stopwatch.StartNew();
        double seconds = CpuClock.Measure(() =>
        {
            for (int batch = 0; batch < batches; batch++)
            {
                long start = Stopwatch.GetTimestamp();
                KeyValuePair<Hash256, byte[]?>[] changes = make(BatchSize);
                making += Stopwatch.GetElapsedTime(start);
                store.Commit(store.Stage(changes));
                store.Prune(store.Version - Math.Min(store.Version, KeptVersions));
                store.Flush();
            }
        });
        double items = (double)batches * BatchSize / changesPerItem;
        seconds -= making.TotalSeconds;
        double elapsed = (wall.Elapsed - making).TotalSeconds;
        string unit = changesPerItem == 1 ? "updates" : "payments";
        Add(log, new Figure(what, items / seconds, unit + "/cpu-s"));
        Add(log, new Figure(what + ", wall", items / elapsed, unit + "/s"));
        Add(log, new Figure(what + ", written", (store.WrittenBytes - written) / items, "bytes/" + unit[..^1]));
    }
}
