namespace Komandor.Replica.Archive;

/// <summary>A picture of a member's history, for the operator. Immutable.</summary>
/// <param name="WholeFrom">The lowest block that is kept whole, and all above it; blocks that are still being fetched count as whole.</param>
/// <param name="Segments">How many segments are closed.</param>
/// <param name="Pieces">Of how many of them, from the first on, the member is known to have its piece.</param>
/// <param name="GivenUp">Of how many of them whole blocks are gone.</param>
/// <param name="Repairing">The segment whose piece is being made again; null when none is.</param>
/// <param name="Rebuilding">How many segments are being rebuilt from pieces, or wait for it.</param>
public sealed record ArchiveStatus(ulong WholeFrom, ulong Segments, ulong Pieces, ulong GivenUp, ulong? Repairing, int Rebuilding)
{
    /// <summary>Before anything was read.</summary>
    public static ArchiveStatus Empty { get; } = new(1, 0, 0, 0, null, 0);
}
