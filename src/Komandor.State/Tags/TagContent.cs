namespace Komandor.State.Tags;

/// <summary>The set's tags where they lie: in runs, and young.</summary>
internal sealed class TagContent(TagRuns runs, TagYoung young)
{
    /// <summary>Appends the tags of a range, in no order and unchecked.</summary>
    internal void Gather(TagRange range, TagGathering gathered)
    {
        foreach (TagRun run in runs.Current)
        {
            run.Gather(range, gathered);
        }

        gathered.Add(young.Within(range));
    }

    /// <summary>Says that ranges are gathered soon: what they need is asked for step by step, so that waits for memory overlap.</summary>
    internal void Fetch(ReadOnlySpan<TagUnit> units)
    {
        foreach (TagRun run in runs.Current)
        {
            foreach (TagUnit unit in units)
            {
                run.FetchMarks(TagTree.RangeOf(unit.Code));
            }
        }

        foreach (TagRun run in runs.Current)
        {
            foreach (TagUnit unit in units)
            {
                run.Fetch(TagTree.RangeOf(unit.Code));
            }
        }
    }

    /// <summary>A number that the tags of a range are not less than, without reading them.</summary>
    internal long LeastCount(TagRange range)
    {
        long count = young.Within(range).Length;
        foreach (TagRun run in runs.Current)
        {
            count += run.LeastCount(range);
        }

        return count;
    }

    /// <summary>What to throw where the tags of a range are not those that were hashed.</summary>
    /// <returns>An exception that names no file, since all have their checksums.</returns>
    /// <exception cref="InvalidDataException">A file is damaged: the message names it and the bytes.</exception>
    internal InvalidDataException Damage(TagRange range)
    {
        foreach (TagRun run in runs.Current)
        {
            run.Check(range);
        }

        return new InvalidDataException($"The tag set's runs {string.Join(", ", runs.Current.Select(run => run.Name))} are whole but not those that were hashed.");
    }
}
