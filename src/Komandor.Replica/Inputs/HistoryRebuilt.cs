using Komandor.Replica.Archive;

namespace Komandor.Replica.Inputs;

/// <summary>A segment of old blocks is here. For the Executor, made from <see cref="Effects.HistoryFound"/>.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Data">Its blocks.</param>
public sealed record HistoryRebuilt(Segment Segment, ReadOnlyMemory<byte> Data) : ReplicaInput;
