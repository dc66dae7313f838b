using System.Globalization;
using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>The runs and merges of a schedule, and their files.</summary>
internal sealed class TagRuns(IStateFiles files, string folder, TagHash hash, int youngLimit)
{
    private readonly Dictionary<string, TagRun> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TagMerge> _merges = new(StringComparer.Ordinal);
    private readonly List<TagRun> _unsynced = [];

    /// <summary>The schedule that they follow.</summary>
    internal TagSchedule Schedule { get; private set; } = TagSchedule.Empty;

    /// <summary>The runs, in the schedule's order.</summary>
    internal IEnumerable<TagRun> Current => Schedule.Runs.Select(plan => _runs[NameOf(plan)]);

    /// <summary>The runs after the next flush but its own, with what is left of merges that are due then.</summary>
    internal IEnumerable<TagRun> AfterFlush(TagSchedule next) => next.Runs[..^1].Select(plan =>
    {
        if (_runs.TryGetValue(NameOf(plan), out TagRun? run))
        {
            return run;
        }

        TagMerge merge = _merges[NameOf(plan)];
        merge.Advance(merge.Count);
        return merge.Result!;
    });

    /// <summary>The memory that runs and merges take.</summary>
    internal long MemorySizeBytes => _runs.Values.Sum(run => run.MemorySizeBytes) + _merges.Values.Sum(merge => merge.MemorySizeBytes);

    /// <summary>Opens the runs after so many flushes and begins the merges anew.</summary>
    internal void Open(TagSchedule schedule)
    {
        foreach (TagRunPlan plan in schedule.Runs)
        {
            _runs.Add(NameOf(plan), Restore(plan));
        }

        Schedule = schedule;
        BeginMerges();
        AdvanceMerges(0);
    }

    /// <summary>Makes the young tags a run, and puts merges that are done in place of their sources.</summary>
    internal void Flush(ReadOnlySpan<Hash256> young)
    {
        TagSchedule next = Schedule.Next();
        foreach (TagRun run in AfterFlush(next).ToArray())
        {
            if (_runs.TryAdd(run.Name, run))
            {
                _merges.Remove(run.Name);
                _unsynced.Add(run);
            }
        }

        TagRun first = Write(NameOf(next.Runs[^1]), young);
        _runs.Add(first.Name, first);
        HashSet<string> current = [.. next.Runs.Select(NameOf)];
        foreach (string name in _runs.Keys.Where(name => !current.Contains(name)).ToArray())
        {
            _unsynced.Remove(_runs[name]);
            _runs[name].Close();
            _runs.Remove(name);
        }

        Schedule = next;
        BeginMerges();
    }

    /// <summary>Goes on with each merge in proportion to how near its end is.</summary>
    internal void AdvanceMerges(int youngCount)
    {
        foreach (TagRunPlan plan in Schedule.Merges())
        {
            long start = plan.Sources!.Value.Second.Number;
            double progress = (Schedule.Flushes - start + Math.Min(1.0, (double)youngCount / youngLimit)) / (plan.Number - start);
            TagMerge merge = _merges[NameOf(plan)];
            merge.Advance((long)Math.Ceiling(merge.Count * progress));
        }
    }

    /// <summary>Makes all current runs durable, but not their names.</summary>
    internal void Sync()
    {
        _unsynced.ForEach(run => run.Sync());
        _unsynced.Clear();
    }

    /// <summary>Deletes the files of runs that are neither there after <paramref name="floor"/> flushes nor later.</summary>
    /// <param name="floor">A number of flushes.</param>
    /// <param name="last">Runs with a higher number go, too, unless a merge is making them.</param>
    internal bool DeleteBut(long floor, long last)
    {
        HashSet<string> kept = [.. TagSchedule.After(floor).Runs.Select(NameOf)];
        bool isAny = false;
        foreach (string name in files.Names().Where(name => name.StartsWith($"{folder}-run-", StringComparison.Ordinal)).ToArray())
        {
            long number = long.Parse(name.AsSpan(name.Length - 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (!kept.Contains(name) && (number <= floor || number > last) && !_merges.ContainsKey(name))
            {
                files.Delete(name);
                isAny = true;
            }
        }

        return isAny;
    }

    /// <summary>Closes the files.</summary>
    internal void Close()
    {
        foreach (TagRun run in _runs.Values)
        {
            run.Close();
        }
    }

    private string NameOf(TagRunPlan plan) => string.Create(CultureInfo.InvariantCulture, $"{folder}-run-{plan.Level:x2}-{plan.Number:x16}");

    private void BeginMerges()
    {
        foreach (TagRunPlan plan in Schedule.Merges())
        {
            string name = NameOf(plan);
            if (!_merges.ContainsKey(name))
            {
                (TagRunPlan left, TagRunPlan right) = plan.Sources!.Value;
                _merges.Add(name, new TagMerge(_runs[NameOf(left)], _runs[NameOf(right)], Empty(name), name, hash));
            }
        }
    }

    // A run's file that a crash left in part is made again from what it was made of, which is kept until the run is durable.
    private TagRun Restore(TagRunPlan plan)
    {
        string name = NameOf(plan);
        IStateFile file = files.Open(name);
        if (TagRun.TryOpen(file, name) is TagRun run)
        {
            return run;
        }

        long sizeBytes = file.SizeBytes;
        file.Dispose();
        if (plan.Sources is not (TagRunPlan first, TagRunPlan second))
        {
            return Write(name, ReadLog(plan.Number, name, sizeBytes));
        }

        if (!files.Names().Contains(NameOf(first)) || !files.Names().Contains(NameOf(second)))
        {
            throw Damage(name, sizeBytes);
        }

        (TagRun left, TagRun right) = (Restore(first), Restore(second));
        TagMerge merge = new(left, right, Empty(name), name, hash);
        merge.Advance(merge.Count);
        left.Close();
        right.Close();
        _unsynced.Remove(left);
        _unsynced.Remove(right);
        _unsynced.Add(merge.Result!);
        return merge.Result!;
    }

    private Hash256[] ReadLog(long number, string name, long sizeBytes)
    {
        string source = TagLog.NameOf(folder, number - 1);
        string following = TagLog.NameOf(folder, number);
        if (!files.Names().Contains(source) || !files.Names().Contains(following)
            || TagLog.TryOpen(files, source) is not TagLog log || TagLog.TryOpen(files, following) is not TagLog next)
        {
            throw Damage(name, sizeBytes);
        }

        List<Hash256> tags = [];
        for (ulong version = log.Start + 1; version <= next.Start; version++)
        {
            tags.AddRange(log.TryRead(version) ?? throw log.Damage(version));
        }

        log.Close();
        next.Close();
        tags.Sort();
        return [.. tags];
    }

    private TagRun Write(string name, ReadOnlySpan<Hash256> tags)
    {
        TagRunWriter writer = new(Empty(name), hash, tags.Length);
        foreach (ref readonly Hash256 tag in tags)
        {
            writer.Add(tag);
        }

        TagRun run = writer.Finish(name);
        _unsynced.Add(run);
        return run;
    }

    private IStateFile Empty(string name)
    {
        IStateFile file = files.Open(name);
        if (file.SizeBytes > 0)
        {
            file.Truncate(0);
        }

        return file;
    }

    private static InvalidDataException Damage(string name, long sizeBytes) =>
        new($"The file {name} of the tag set is damaged from byte 0 to {sizeBytes}, or missing, and so is what it was made from.");
}
