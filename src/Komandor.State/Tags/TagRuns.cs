using System.Globalization;
using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>The runs and merges of a schedule, and their files.</summary>
internal sealed class TagRuns(IStateFiles files, string folder, int youngLimit)
{
    private readonly Dictionary<string, TagRun> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TagMerge> _merges = new(StringComparer.Ordinal);
    private readonly List<TagRun> _unsynced = [];

    // Given up while somebody makes them durable: closed then they would not become so, and a kept log may need them.
    private readonly List<TagRun> _retired = [];
    private bool _isSyncing;

    /// <summary>The schedule that they follow.</summary>
    internal TagSchedule Schedule { get; private set; } = TagSchedule.Empty;

    /// <summary>The runs.</summary>
    internal TagRun[] Current { get; private set; } = [];

    /// <summary>The memory that runs and merges take.</summary>
    internal long MemorySizeBytes => _runs.Values.Sum(run => run.MemorySizeBytes) + _merges.Values.Sum(merge => merge.MemorySizeBytes);

    /// <summary>The name of a run's file.</summary>
    internal static string NameOf(string folder, TagRunPlan plan) =>
        string.Create(CultureInfo.InvariantCulture, $"{folder}-run-{plan.Level:x2}-{plan.Number:x16}");

    /// <summary>The file of that name, empty.</summary>
    internal static IStateFile Empty(IStateFiles files, string name)
    {
        IStateFile file = files.Open(name);
        if (file.SizeBytes > 0)
        {
            file.Truncate(0);
        }

        return file;
    }

    /// <summary>Opens the runs of a schedule.</summary>
    /// <exception cref="InvalidDataException">A file is damaged: the message names it.</exception>
    internal void Open(TagSchedule schedule)
    {
        foreach (TagRunPlan plan in schedule.Runs)
        {
            string name = NameOf(folder, plan);
            if (!files.Names().Contains(name))
            {
                throw new InvalidDataException($"The file {name} of the tag set is missing.");
            }

            _runs.Add(name, TagRun.Open(files.Open(name), name, TagRunFormat.TagsPerMark(plan.Level)));
        }

        Schedule = schedule;
        Current = [.. schedule.Runs.Select(plan => _runs[NameOf(folder, plan)])];
    }

    /// <summary>Begins the merges of the runs that were opened.</summary>
    internal void BeginMerges()
    {
        Adopt(Schedule);
        AdvanceMerges(0);
    }

    /// <summary>Makes the young tags a run, and puts merges that are due in place of their sources.</summary>
    internal void Flush(ReadOnlySpan<Hash256> young)
    {
        TagSchedule next = Schedule.Next();
        foreach (TagRunPlan plan in Schedule.Merges.Where(plan => plan.Number == next.Flushes))
        {
            string name = NameOf(folder, plan);
            _merges.Remove(name, out TagMerge? merge);
            merge!.Advance(merge.Count);
            Add(merge.Result!);
        }

        string first = NameOf(folder, new TagRunPlan(0, next.Flushes, 1, null));
        TagRunWriter writer = new(Empty(files, first), young.Length, 0);
        foreach (ref readonly Hash256 tag in young)
        {
            writer.Add(tag);
        }

        Add(writer.Finish(first));
        HashSet<string> current = [.. next.Runs.Select(plan => NameOf(folder, plan))];
        foreach (string name in _runs.Keys.Where(name => !current.Contains(name)).ToArray())
        {
            _unsynced.Remove(_runs[name]);
            Retire(_runs[name]);
            _runs.Remove(name);
        }

        Adopt(next);
    }

    /// <summary>Goes on with each merge in proportion to how near its end is.</summary>
    internal void AdvanceMerges(int youngCount)
    {
        foreach (TagRunPlan plan in Schedule.Merges)
        {
            double progress = (Schedule.Flushes - plan.Start + Math.Min(1.0, (double)youngCount / youngLimit)) / (plan.Number - plan.Start);
            TagMerge merge = _merges[NameOf(folder, plan)];
            merge.Advance((long)Math.Ceiling(merge.Count * progress));
        }
    }

    /// <summary>The current runs that are not durable yet: the caller makes them so.</summary>
    internal TagRun[] TakeUnsynced()
    {
        TagRun[] unsynced = [.. _unsynced];
        _unsynced.Clear();
        _isSyncing = true;
        return unsynced;
    }

    /// <summary>The runs that were taken are durable.</summary>
    internal void EndSync()
    {
        _isSyncing = false;
        _retired.ForEach(run => run.Close());
        _retired.Clear();
    }

    /// <summary>Deletes the files that neither the runs after <paramref name="floor"/> are in nor later ones.</summary>
    internal void DeleteBut(TagSchedule floor)
    {
        HashSet<string> kept = [.. floor.Runs.Select(plan => NameOf(folder, plan)), .. _runs.Keys, .. _merges.Keys];
        foreach (string name in files.Names().Where(name => name.StartsWith($"{folder}-run-", StringComparison.Ordinal)).ToArray())
        {
            if (!kept.Contains(name))
            {
                files.Delete(name);
            }
        }
    }

    /// <summary>Closes the files.</summary>
    internal void Close()
    {
        foreach (TagRun run in _runs.Values)
        {
            run.Close();
        }
    }

    /// <summary>Closes and forgets all.</summary>
    internal void Clear()
    {
        Close();
        _runs.Clear();
        _merges.Clear();
        (Schedule, Current) = (TagSchedule.Empty, []);
    }

    private void Retire(TagRun run)
    {
        if (_isSyncing)
        {
            _retired.Add(run);
        }
        else
        {
            run.Close();
        }
    }

    private void Add(TagRun run)
    {
        _runs.Add(run.Name, run);
        _unsynced.Add(run);
    }

    private void Adopt(TagSchedule schedule)
    {
        Schedule = schedule;
        Current = [.. schedule.Runs.Select(plan => _runs[NameOf(folder, plan)])];
        foreach (TagRunPlan plan in schedule.Merges)
        {
            string name = NameOf(folder, plan);
            if (!_merges.ContainsKey(name))
            {
                (TagRunPlan main, TagRunPlan arrival) = plan.Sources!.Value;
                _merges.Add(name, new TagMerge(_runs[NameOf(folder, main)], _runs[NameOf(folder, arrival)], Empty(files, name), name, plan.Level));
            }
        }
    }
}
