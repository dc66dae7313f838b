namespace Komandor.Replica.Effects;

/// <summary>Pass <see cref="Inputs.CatchUp"/> to the Executor. From the Orderer, which creates nothing any more.</summary>
/// <param name="Reason">Why.</param>
public sealed record CatchUpNeeded(CatchUpReason Reason) : ReplicaEffect;
