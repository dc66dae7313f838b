using Komandor.Primitives;
using Komandor.State.Compact;

namespace Komandor.State;

/// <summary>The parts in which a state is handed to a member that lacks it: docs/protocol/state.md §6.</summary>
public static class StateChunks
{
    /// <summary>A giver adds entries up to this many bytes, unless one alone is longer.</summary>
    public const int EntriesSizeBytes = 1 << 20;

    /// <summary>The most bytes of a chunk: the longest entry, and 256 siblings with what stands around them.</summary>
    public const int MaximumSizeBytes = EntriesSizeBytes + (10 << 10);

    /// <summary>The chunk of the largest subtree that holds <paramref name="start"/> and fits.</summary>
    /// <param name="reader">A <see cref="CompactStateStore"/> or one of its snapshots.</param>
    /// <param name="start">Any key, such as one of <see cref="StateImporter.Missing"/>.</param>
    /// <returns>At most <see cref="MaximumSizeBytes"/>; the same bytes from every member that has this version.</returns>
    /// <exception cref="InvalidOperationException">The version was pruned meanwhile.</exception>
    public static byte[] Export(IStateReader reader, Hash256 start)
    {
        CompactView view = reader is CompactSnapshot snapshot ? snapshot.View : ((CompactStateStore)reader).View;
        return ChunkExport.Build(view, start).Encode();
    }
}
