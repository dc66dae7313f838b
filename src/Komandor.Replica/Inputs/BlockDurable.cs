namespace Komandor.Replica.Inputs;

/// <summary>A block, with its state, is on the disk. For the Orderer, which now signs its header.</summary>
/// <param name="Height">The block's height; one after another, in order.</param>
public sealed record BlockDurable(ulong Height) : ReplicaInput;
