using Komandor.Ledger;

namespace Komandor.Replica.Effects;

/// <summary>A round was executed: pass it to the Orderer as <see cref="Inputs.RoundExecuted"/>. From the Executor; a block's <see cref="CommitBlock"/> follows.</summary>
/// <param name="Round">The round's number.</param>
/// <param name="Block">The block that it made; null when it made none.</param>
public sealed record RoundApplied(long Round, Block? Block) : ReplicaEffect;
