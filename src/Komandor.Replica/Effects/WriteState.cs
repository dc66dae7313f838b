using Komandor.State;

namespace Komandor.Replica.Effects;

/// <summary>Write a batch that belongs to no block of this member's own making. From the Executor.</summary>
/// <param name="Batch">The changes.</param>
/// <param name="IsDurable">Whether it must be on the disk before the next effect.</param>
public sealed record WriteState(KeyValueBatch Batch, bool IsDurable) : ReplicaEffect;
