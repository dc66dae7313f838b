namespace Komandor.State.Tags;

/// <summary>A run's place in the schedule (rule TG5), which says from what it can be made again.</summary>
/// <param name="Level">0 for a run of young tags; a merge is one level above its sources.</param>
/// <param name="Number">The flush at which it appears.</param>
/// <param name="Sources">The two runs that it is merged from, or none at level 0.</param>
internal sealed record TagRunPlan(int Level, long Number, (TagRunPlan First, TagRunPlan Second)? Sources)
{
    /// <summary>For the second of a level's two runs: the flush at which both are replaced by their merge.</summary>
    internal long Due => Number + (1L << Level);
}
