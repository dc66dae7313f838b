namespace Komandor.Replica.Inputs;

/// <summary>Events cannot bring this member forward any more. For the Executor, made from <see cref="Effects.CatchUpNeeded"/>: it stops executing
/// and learns a certified state.</summary>
/// <param name="Reason">Why.</param>
public sealed record CatchUp(CatchUpReason Reason) : ReplicaInput;
