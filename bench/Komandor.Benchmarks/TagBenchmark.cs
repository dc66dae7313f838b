using System.Diagnostics;
using System.Globalization;
using Komandor.Node.Storage;
using Komandor.Primitives;
using Komandor.State.Tags;

namespace Komandor.Benchmarks;

/// <summary>The set of spent tags on the disk, in durable batches of 10 000.</summary>
/// <remarks>KOMANDOR_BENCH_TAGS sets how many tags; 20 million without.</remarks>
internal sealed class TagBenchmark : IBenchmark
{
    private const int BatchSize = 10_000;
    private const int Samples = 2_000;
    private const int Target = 100_000_000;
    private const double Young = 2 * TagSet.YoungLimit * (double)Hash256.SizeBytes;

    /// <inheritdoc/>
    public string Name => "tags";

    /// <inheritdoc/>
    public string Summary => "the set of spent tags at 20 M tags, every batch of 10 000 durable";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log)
    {
        int tags = int.Parse(Environment.GetEnvironmentVariable("KOMANDOR_BENCH_TAGS") ?? "20000000", CultureInfo.InvariantCulture);
        string folder = Path.Combine(Path.GetTempPath(), $"komandor-bench-{Environment.ProcessId}");
        try
        {
            return Run(folder, tags, log);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<Figure> Run(string folder, int tags, TextWriter log)
    {
        FolderStateFiles files = new(folder);
        List<Figure> figures = [];
        using TagSet set = new(files, "tags");
        double longestSeconds = 0;
        double mostMemory = 0;
        Stopwatch wall = Stopwatch.StartNew();
        double lastSeconds = 0;
        double seconds = CpuClock.Measure(() =>
        {
            for (int start = 0; start < tags; start += BatchSize)
            {
                double before = wall.Elapsed.TotalSeconds;
                Add(set, start);
                longestSeconds = Math.Max(longestSeconds, wall.Elapsed.TotalSeconds - before);
                mostMemory = set.Count < tags / 2 ? 0 : Math.Max(mostMemory, (set.MemorySizeBytes - Young) / set.Count);
                if ((start + BatchSize) % (tags / 4) == 0)
                {
                    log.WriteLine(string.Create(
                        CultureInfo.InvariantCulture, $"{set.Count} tags, {tags / 4 / (wall.Elapsed.TotalSeconds - lastSeconds):N0} a second"));
                    lastSeconds = wall.Elapsed.TotalSeconds;
                }
            }
        });
        figures.Add(new Figure("tag insert per second", tags / seconds, "tags/cpu-s"));
        figures.Add(new Figure("tag insert per second, wall", tags / wall.Elapsed.TotalSeconds, "tags/s"));
        figures.Add(new Figure("longest commit of 10 000 tags, wall", longestSeconds * 1e3, "ms"));
        figures.Add(new Figure("tag memory", (double)set.MemorySizeBytes / set.Count, "bytes/tag"));

        // Tree and marks grow with the tags, and the room for young tags does not: the most since half of the tags were there.
        figures.Add(new Figure("tag memory, most, extrapolated to 100 M", mostMemory + (Young / Target), "bytes/tag"));
        figures.Add(new Figure("tag memory, eight older versions", set.HistorySizeBytes / 1e6, "MB"));
        figures.Add(new Figure("tag proof size, present", ProofSize(set, index => index * (tags / Samples)), "bytes"));
        figures.Add(new Figure("tag proof size, absent", ProofSize(set, index => tags + index), "bytes"));
        seconds = CpuClock.Measure(() => ProofSize(set, index => tags + index));
        figures.Add(new Figure("tag absence proofs", Samples / seconds, "proofs/cpu-s"));
        figures.Add(new Figure("tag disk", files.Names().Sum(name => SizeOf(files, name)) / (double)set.Count, "bytes/tag"));
        wall.Restart();
        using TagSet again = new(files, "tags", set.Version);
        Invariant.Require(again.Root == set.Root);
        figures.Add(new Figure("tag set opened", wall.Elapsed.TotalSeconds, "s"));
        return figures;
    }

    private static long SizeOf(FolderStateFiles files, string name)
    {
        using Komandor.State.IStateFile file = files.Open(name);
        return file.SizeBytes;
    }

    private static double ProofSize(TagSet set, Func<int, int> number) =>
        Enumerable.Range(0, Samples).Average(index => set.Prove(StateWork.Key(number(index))).Length);

    private static void Add(TagSet set, int start)
    {
        Hash256[] batch = new Hash256[BatchSize];
        for (int index = 0; index < batch.Length; index++)
        {
            batch[index] = StateWork.Key(start + index);
        }

        Invariant.Require(set.TryStage(batch, out TagStaged? staged) == TagFault.None);
        set.Commit(staged!);
        set.Flush();
        set.Prune(set.Version - Math.Min(set.Version, 8));
    }
}
