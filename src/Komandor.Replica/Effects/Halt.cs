namespace Komandor.Replica.Effects;

/// <summary>An invariant is broken: the machine takes no input any more. Stop the member and say why.</summary>
/// <param name="Reason">For the operator.</param>
public sealed record Halt(string Reason) : ReplicaEffect;
