namespace Komandor.State.Compact;

/// <summary>Where opening begins to read.</summary>
/// <param name="Position">The first record, which begins a commit.</param>
/// <param name="Covered">How far images had come there.</param>
internal readonly record struct ReplayStart(LogPosition Position, ulong Covered)
{
    /// <summary>The beginning of a log, where nothing is needed to know everything.</summary>
    internal static ReplayStart First => new(LogPosition.First, 0);
}
