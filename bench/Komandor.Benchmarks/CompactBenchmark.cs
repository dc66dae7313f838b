using System.Diagnostics;
using Komandor.Node.Storage;
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
        int settling = entries / BatchSize;
        Measure(log, at + "overwrites while settling", store, settling, 1, work.Overwrite);
        int batches = Math.Max(100, entries / BatchSize / 10);
        Measure(log, at + "overwrites of random keys", store, batches, 1, work.Overwrite);
        Shape(at, store);
        Measure(log, at + "payments, a coin created and one deleted", store, batches, 2, work.Pay);
        Shape(at + "after payments ", store);
        Read(at, store, work);
        Reopen(at, files, store, log);
        Raw(at, Path.Combine(folder, "raw"), work, log);
    }

    private void Shape(string at, CompactStateStore store)
    {
        _figures.Add(new Figure(at + "disk beyond key and value", ((double)store.DiskSizeBytes / store.Count) - KeyAndValueSizeBytes, "bytes/entry"));
        _figures.Add(new Figure(at + "memory of the index", (double)store.IndexSizeBytes / store.Count, "bytes/entry"));
        _figures.Add(new Figure(at + "memory of kept versions", store.UndoSizeBytes / 1e6, "MB"));
    }

    private void Read(string at, CompactStateStore store, StateWork work)
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
        _figures.Add(new Figure(at + "warm reads", Reads / seconds, "reads/cpu-s"));
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
        _figures.Add(new Figure(at + "proofs", Proofs / seconds, "proofs/cpu-s"));
        _figures.Add(new Figure(at + "size of a proof, mean", (double)bytes / Proofs, "bytes"));
        _figures.Add(new Figure(at + "size of a proof, longest", longest, "bytes"));
    }

    private void Reopen(string at, FolderStateFiles files, CompactStateStore store, TextWriter log)
    {
        // As after a crash: nothing is told to the store, which reads what is on the disk.
        Stopwatch watch = Stopwatch.StartNew();
        CompactStateStore opened = new(files, "s", store.Version);
        double seconds = watch.Elapsed.TotalSeconds;
        Invariant.Require(opened.Root == store.Root);
        log.WriteLine($"opened in {seconds:F2} s");
        _figures.Add(new Figure(at + "open after a crash", seconds, "s"));
        store.Close();
        opened.Close();
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
        log.WriteLine($"RocksDB {batches * BatchSize / wall.Elapsed.TotalSeconds:F0} puts/s");
        _figures.Add(new Figure(at + "RocksDB's overwrites", batches * BatchSize / seconds, "puts/cpu-s"));
        _figures.Add(new Figure(at + "RocksDB's overwrites, wall", batches * BatchSize / wall.Elapsed.TotalSeconds, "puts/s"));
        seconds = CpuClock.Measure(() =>
        {
            for (int index = 0; index < Reads / 10; index++)
            {
                Invariant.Require(engine.Get(work.AnyCreated().ToArray()) is not null);
            }
        });
        _figures.Add(new Figure(at + "RocksDB's reads", Reads / 10 / seconds, "reads/cpu-s"));
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
        log.WriteLine($"{what}: {items / seconds:F0} {unit}/cpu-s, {items / elapsed:F0} {unit}/s, {(store.WrittenBytes - written) / items:F0} bytes");
        _figures.Add(new Figure(what, items / seconds, unit + "/cpu-s"));
        _figures.Add(new Figure(what + ", wall", items / elapsed, unit + "/s"));
        _figures.Add(new Figure(what + ", written", (store.WrittenBytes - written) / items, "bytes/" + unit[..^1]));
    }
}
