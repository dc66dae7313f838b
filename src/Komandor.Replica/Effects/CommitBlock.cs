using Komandor.Ledger;
using Komandor.State;

namespace Komandor.Replica.Effects;

/// <summary>Write a block, its state and its indexes atomically and durably, then give the Orderer <see cref="Inputs.BlockDurable"/>. From the Executor.</summary>
/// <param name="Block">The block.</param>
/// <param name="Batch">All that belongs to it. Batches of the Executor are written in the order in which they come.</param>
public sealed record CommitBlock(Block Block, KeyValueBatch Batch) : ReplicaEffect;
