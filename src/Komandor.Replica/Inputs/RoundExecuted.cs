namespace Komandor.Replica.Inputs;

/// <summary>The Executor has taken a round. For the Orderer, made from <see cref="Effects.RoundApplied"/>.</summary>
/// <param name="Round">What came of the round.</param>
public sealed record RoundExecuted(Effects.RoundApplied Round) : ReplicaInput;
