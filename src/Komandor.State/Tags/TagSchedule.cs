using System.Collections.Immutable;

namespace Komandor.State.Tags;

/// <summary>Which runs there are after so many flushes (rule TG5): it follows from their number alone.</summary>
/// <param name="Flushes">How many times the young tags became a run.</param>
/// <param name="Runs">The runs, from the highest level down and by number.</param>
internal sealed record TagSchedule(long Flushes, ImmutableArray<TagRunPlan> Runs)
{
    /// <summary>Before the first flush.</summary>
    internal static TagSchedule Empty { get; } = new(0, []);

    /// <summary>After <paramref name="flushes"/>.</summary>
    internal static TagSchedule After(long flushes)
    {
        TagSchedule schedule = Empty;
        while (schedule.Flushes < flushes)
        {
            schedule = schedule.Next();
        }

        return schedule;
    }

    /// <summary>After the next flush.</summary>
    internal TagSchedule Next()
    {
        long number = Flushes + 1;
        List<TagRunPlan> runs = [.. Runs];
        foreach (TagRunPlan merge in Merges().Where(merge => merge.Number == number).OrderBy(merge => merge.Level))
        {
            // The merge follows the runs of its own level, which are all older.
            runs.Remove(merge.Sources!.Value.First);
            runs.Remove(merge.Sources!.Value.Second);
            int place = runs.FindIndex(run => run.Level < merge.Level);
            runs.Insert(place < 0 ? runs.Count : place, merge);
        }

        runs.Add(new TagRunPlan(0, number, null));
        return new TagSchedule(number, [.. runs]);
    }

    /// <summary>The merges that are under way: of the two runs of each level that has two.</summary>
    internal IEnumerable<TagRunPlan> Merges()
    {
        for (int index = 1; index < Runs.Length; index++)
        {
            if (Runs[index - 1].Level == Runs[index].Level)
            {
                yield return new TagRunPlan(Runs[index].Level + 1, Runs[index].Due, (Runs[index - 1], Runs[index]));
            }
        }
    }
}
