namespace Komandor.State.Tags;

/// <summary>A run's place in the schedule.</summary>
/// <param name="Level">0 for a run of young tags; a merge is one above the level that it is made on.</param>
/// <param name="Number">The flush at which it appears.</param>
/// <param name="Units">How many flushes' tags it has.</param>
/// <param name="Sources">The two runs that it is merged from, if it is.</param>
internal sealed record TagRunPlan(int Level, long Number, long Units, (TagRunPlan Main, TagRunPlan Arrival)? Sources)
{
    /// <summary>The flush at which its merge begins.</summary>
    internal long Start => Math.Max(Sources!.Value.Main.Number, Sources.Value.Arrival.Number);
}
