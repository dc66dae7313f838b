namespace Komandor.Replica;

/// <summary>A picture of an Executor, for readiness and metrics. Immutable.</summary>
/// <param name="Height">The newest block.</param>
/// <param name="Round">The round executed last.</param>
/// <param name="IsLearning">Whether a certified state is being learned.</param>
/// <param name="LearningHeight">The block whose state it is; null while no peer offered one.</param>
/// <param name="LearnedPermille">How much of that state is here, of 1 000.</param>
/// <param name="RemainingMs">An estimate of the time that the rest takes; null while there is nothing to go by.</param>
/// <param name="BlocksToFetch">Blocks below a learned state that are not here yet.</param>
public sealed record ExecutorStatus(
    ulong Height, long Round, bool IsLearning, ulong? LearningHeight, int LearnedPermille, long? RemainingMs, ulong BlocksToFetch);
