namespace Komandor.Replica.Inputs;

/// <summary>Time passed. For both machines, every few milliseconds: nothing else makes a machine look at the clock.</summary>
public sealed record Tick : ReplicaInput;
