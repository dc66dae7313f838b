using Komandor.Replica.Archive;

namespace Komandor.Replica.Effects;

/// <summary>A segment that somebody wanted is here whole. From the Archivist: serve it, and pass it to the Executor as <see cref="Inputs.HistoryRebuilt"/>.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Data">Its blocks, as <see cref="SegmentBlocks"/> reads them; must not change.</param>
public sealed record HistoryFound(Segment Segment, ReadOnlyMemory<byte> Data) : ReplicaEffect;
