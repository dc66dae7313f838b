namespace Komandor.Replica.Inputs;

/// <summary>A round was decided. For the Executor, made from <see cref="Effects.ExecuteRound"/>; rounds come in order, without gaps.</summary>
/// <param name="Round">The round.</param>
public sealed record RoundOrdered(OrderedRound Round) : ReplicaInput;
