using Komandor.Ledger;
using Komandor.State;

namespace Komandor.Replica.Effects;

/// <summary>A block, and all before it, is final. From the Orderer.</summary>
/// <param name="Header">The block's header.</param>
/// <param name="Certificate">Signatures of more than two thirds of the weight.</param>
/// <param name="Batch">What to store; no hurry.</param>
public sealed record BlockFinal(BlockHeader Header, Certificate Certificate, KeyValueBatch Batch) : ReplicaEffect;
