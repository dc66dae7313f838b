using System.Collections.Immutable;

namespace Komandor.State.Tags;

/// <summary>Which runs there are after so many flushes: it follows from their number and from what the set began with. docs/protocol/tags.md §5.</summary>
/// <param name="Flushes">How many times the young tags became a run.</param>
/// <param name="Levels">The levels from the lowest up.</param>
internal sealed record TagSchedule(long Flushes, ImmutableArray<TagLevel> Levels)
{
    /// <summary>A level's run goes up when it has so many times the units that arrive.</summary>
    internal const int Growth = 8;

    /// <summary>Before the first flush of an empty set.</summary>
    internal static TagSchedule Empty { get; } = new(0, []);

    /// <summary>The runs, in no order that matters.</summary>
    internal IEnumerable<TagRunPlan> Runs => Levels.SelectMany(level => new[] { level.Main, level.Arrival }).OfType<TagRunPlan>();

    /// <summary>The merges under way: of each level where a run has arrived beside the level's own.</summary>
    internal IEnumerable<TagRunPlan> Merges => Levels.Select((level, index) => level.Merge(index)).OfType<TagRunPlan>();

    /// <summary>After <paramref name="flushes"/> of a set that began with a run of <paramref name="origin"/> units, or with nothing.</summary>
    internal static TagSchedule After(long origin, long flushes)
    {
        TagSchedule schedule = origin == 0 ? Empty : Beginning(origin);
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
        List<TagLevel> levels = [.. Levels];
        TagRunPlan? arriving = new(0, number, 1, null);
        long units = 1;
        for (int index = 0; arriving is not null; index++)
        {
            if (index == levels.Count)
            {
                levels.Add(new TagLevel(null, null, 0));
            }

            // What was merged here is due by now: the next run of this level arrives.
            TagRunPlan? main = levels[index].Merge(index) ?? levels[index].Main;
            TagRunPlan? rising = main?.Units >= Growth * units ? main : null;
            levels[index] = main is null || rising is not null ? new TagLevel(arriving, null, 0) : new TagLevel(main, arriving, number + units);
            arriving = rising;
            units *= Growth;
        }

        return new TagSchedule(number, [.. levels]);
    }

    // One run on the level that fits its size, so that it is merged no more often than if it had grown here.
    private static TagSchedule Beginning(long origin)
    {
        List<TagLevel> levels = [];
        long units = 1;
        for (; units * Growth <= origin; units *= Growth)
        {
            levels.Add(new TagLevel(null, null, 0));
        }

        levels.Add(new TagLevel(new TagRunPlan(levels.Count + 1, 0, origin / units * units, null), null, 0));
        return new TagSchedule(0, [.. levels]);
    }
}
