using System.Diagnostics;
using System.Globalization;
using Komandor.Node.Storage;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Benchmarks;

/// <summary>The state store under a mixed load at a fixed rate for as long as it is told, with all that it holds sampled: memory, disk and handles must stay.</summary>
/// <remarks>Ten durable commits a second of 300 changes, reads, proofs of the newest and the oldest kept version, walks, and now and then an opening as
/// after a crash. Every answer is checked.</remarks>
internal sealed class StateSoak
{
    private const int Entries = 400_000;
    private const int BatchSize = 300;
    private const int KeptVersions = 16;
    private const int ReadsPerCommit = 300;
    private const int ProofsPerCommit = 4;
    private const int CommitsPerOpening = 500;
    private const int CommitsPerWalk = 50;
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(100);

    private readonly FolderStateFiles _files;
    private readonly StateWork _work = new(Entries);
    private readonly Queue<(ulong Version, Hash256 Root)> _kept = [];
    private readonly List<SoakSample> _samples = [];
    private CompactStateStore _store;
    private int _commits;

    private StateSoak(string folder)
    {
        _files = new FolderStateFiles(folder);
        _store = new CompactStateStore(_files, "s");
    }

    /// <summary>Soaks for <paramref name="minutes"/>.</summary>
    /// <param name="minutes">How long the load lasts, after a minute or so of filling.</param>
    /// <param name="table">Receives the samples, as comma-separated values.</param>
    /// <param name="log">Receives the verdict.</param>
    /// <returns>Whether nothing grew.</returns>
    internal static bool Run(double minutes, string table, TextWriter log)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"komandor-soak-{Environment.ProcessId}");
        try
        {
            using StreamWriter lines = new(table) { AutoFlush = true };
            return new StateSoak(folder).Run(TimeSpan.FromMinutes(minutes), lines, log);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private bool Run(TimeSpan duration, StreamWriter lines, TextWriter log)
    {
        Fill();
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_store.Count} entries, {_store.DiskSizeBytes} bytes on the disk; the load begins"));
        lines.WriteLine(SoakSample.Header);
        TimeSpan between = TimeSpan.FromSeconds(Math.Clamp(duration.TotalSeconds / 60, 1, 20));
        TimeSpan due = TimeSpan.Zero;
        TimeSpan sampleDue = between;
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            Step();

            // Not right after an opening, before the buffers of commits are there again.
            if (watch.Elapsed >= sampleDue && _commits % CommitsPerOpening >= CommitsPerOpening / 5)
            {
                SoakSample sample = SoakSample.Take(watch, cpu, _store.Version, _store.DiskSizeBytes);
                _samples.Add(sample);
                lines.WriteLine(sample.Line());
                sampleDue += between;
            }

            // After a standstill the load does not catch up: the rate is a ceiling.
            due = watch.Elapsed > due + (10 * _interval) ? watch.Elapsed : due + _interval;
            TimeSpan rest = due - watch.Elapsed;
            Thread.Sleep(rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
        }

        double cpuSeconds = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        log.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_commits} commits of {BatchSize} changes in {watch.Elapsed.TotalMinutes:F1} minutes, {100 * cpuSeconds / watch.Elapsed.TotalSeconds:F1} % of a core; every answer was right"));
        _store.Close();
        return SoakVerdict.Judge(_samples, log);
    }

    private void Fill()
    {
        for (int made = 0; made < Entries; made += 10_000)
        {
            Commit(_work.Create(10_000));
        }

        // Until the log has come round and its length stays.
        for (int round = 0; round < 6 * Entries / 10_000; round++)
        {
            Commit(_work.Overwrite(10_000));
        }
    }

    private void Step()
    {
        _commits++;
        Commit(_commits % 3 == 0 ? _work.Pay(BatchSize) : _work.Overwrite(BatchSize));
        for (int index = 0; index < ReadsPerCommit; index++)
        {
            Invariant.Require(_store.Get(_work.Any()) is { Length: StateWork.ValueSizeBytes });
        }

        Prove(_store.Snapshot(_store.Version)!, _store.Root);
        (ulong version, Hash256 root) = _kept.Peek();
        Prove(_store.Snapshot(version)!, root);
        if (_commits % CommitsPerWalk == 0)
        {
            Invariant.Require(_store.Range(_work.Any(), null).Take(100).All(entry => entry.Value.Length == StateWork.ValueSizeBytes));
        }

        if (_commits % CommitsPerOpening == 0)
        {
            Reopen();
        }
    }

    private void Prove(IStateReader reader, Hash256 root)
    {
        Invariant.Require(reader.Root == root);
        for (int index = 0; index < ProofsPerCommit; index++)
        {
            // By turns a key that is there and one that never will be.
            Hash256 key = (index & 1) == 0 ? _work.Any() : StateWork.Key(int.MaxValue - index - _commits);
            byte[]? value = reader.Get(key);
            Invariant.Require((index & 1) == 0 || value is null);
            Invariant.Require(StateProofVerifier.Verify(root, key, value, reader.Prove(key)) == StateProofFault.None);
        }
    }

    private void Commit(KeyValuePair<Hash256, byte[]?>[] changes)
    {
        _store.Commit(_store.Stage(changes));
        _kept.Enqueue((_store.Version, _store.Root));
        while (_kept.Count > KeptVersions)
        {
            _kept.Dequeue();
        }

        _store.Prune(_kept.Peek().Version);
        _store.Flush();
    }

    private void Reopen()
    {
        ulong version = _store.Version;
        Hash256 root = _store.Root;
        long count = _store.Count;
        _store.Close();
        _store = new CompactStateStore(_files, "s", version);
        Invariant.Require((_store.Root, _store.Count) == (root, count));
    }
}
