using Komandor.Primitives;

namespace Komandor.Indexer;

/// <summary>An executed transaction as the index takes it; its bytes stay in the node's block store.</summary>
/// <param name="Id">Its id.</param>
/// <param name="WitnessId">Its id with witnesses.</param>
/// <param name="Fee">What it paid, in KMCC units.</param>
/// <param name="Inputs">The versions of objects that it used.</param>
/// <param name="Outputs">The objects that it made, or the next versions of those that it continued.</param>
public sealed record IndexedTransaction(
    TransactionId Id,
    WitnessTransactionId WitnessId,
    ulong Fee,
    IReadOnlyList<IndexedInput> Inputs,
    IReadOnlyList<IndexedObject> Outputs)
{
    /// <summary>What it shows of its payment.</summary>
    public TransactionKind Kind { get; init; }
}
