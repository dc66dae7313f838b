namespace Komandor.State.Tags;

/// <summary>A level of the schedule.</summary>
/// <param name="Main">Its own run; null before anything arrived, and after it went up.</param>
/// <param name="Arrival">The run that arrived last and is being merged with it; null when there was none to merge with.</param>
/// <param name="Due">The flush at which the merge replaces both.</param>
internal sealed record TagLevel(TagRunPlan? Main, TagRunPlan? Arrival, long Due)
{
    /// <summary>The merge that is under way on this level, if any.</summary>
    internal TagRunPlan? Merge(int index) =>
        Arrival is null ? null : new TagRunPlan(index + 1, Due, Main!.Units + Arrival.Units, (Main, Arrival));
}
