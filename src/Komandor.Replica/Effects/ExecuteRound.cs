namespace Komandor.Replica.Effects;

/// <summary>Pass a decided round to the Executor as <see cref="Inputs.RoundOrdered"/>. From the Orderer, which bounds how many are under way.</summary>
/// <param name="Round">The round.</param>
public sealed record ExecuteRound(OrderedRound Round) : ReplicaEffect;
