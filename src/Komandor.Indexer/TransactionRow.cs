using Komandor.Primitives;

namespace Komandor.Indexer;

/// <summary>What became of an ordered transaction.</summary>
/// <param name="Id">Its id.</param>
/// <param name="WitnessId">Its id with witnesses, when it took effect.</param>
/// <param name="Height">The block that ordered it.</param>
/// <param name="Position">Its place among the block's executed transactions; null when it was refused.</param>
/// <param name="Fee">What it paid, in KMCC units.</param>
/// <param name="Fault">The rule that it broke, when it was refused.</param>
public sealed record TransactionRow(
    TransactionId Id, WitnessTransactionId? WitnessId, ulong Height, int? Position, ulong Fee, string? Fault);
