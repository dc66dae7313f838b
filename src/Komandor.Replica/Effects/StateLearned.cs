using Komandor.Ledger;
using Komandor.State;

namespace Komandor.Replica.Effects;

/// <summary>A certified state is complete. From the Executor: write the batch durably, then drop both machines and open new ones over the same store.</summary>
/// <param name="Header">The header of the block whose state it is.</param>
/// <param name="Batch">Makes the learned state the current one.</param>
public sealed record StateLearned(BlockHeader Header, KeyValueBatch Batch) : ReplicaEffect;
