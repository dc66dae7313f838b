namespace Komandor.Replica.Inputs;

/// <summary>An old block cannot be had now. For the Executor, made from <see cref="Effects.HistoryLost"/>.</summary>
/// <param name="Height">The block.</param>
public sealed record HistoryMissed(ulong Height) : ReplicaInput;
