using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>A transaction and what became of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">What became of it.</param>
/// <param name="Fault">The rule that it broke, when rejected.</param>
/// <param name="WitnessId">Its id with witnesses, once it is final.</param>
/// <param name="Height">The block that it stands in, once it was ordered.</param>
/// <param name="BlockId">That block's id.</param>
/// <param name="Position">Its place among the block's executed transactions.</param>
/// <param name="Time">That block's consensus timestamp.</param>
/// <param name="FinalityMs">From its arrival at this node to its certificate in milliseconds, when it was submitted here.</param>
/// <param name="Fee">What it paid, in KMCC units.</param>
/// <param name="Work">Units of work that it is charged for.</param>
/// <param name="SizeBytes">Size of its encoding in bytes.</param>
/// <param name="Memo">Its memo as text, or as hexadecimal when it is no text.</param>
/// <param name="ValidUntil">When it expires.</param>
/// <param name="Inputs">The objects that it used.</param>
/// <param name="Outputs">The objects that it made or changed.</param>
public sealed record TransactionDetails(
    TransactionId Id,
    TransactionState State,
    string? Fault,
    WitnessTransactionId? WitnessId,
    ulong? Height,
    BlockId? BlockId,
    int? Position,
    Timestamp? Time,
    int? FinalityMs,
    ulong? Fee,
    ulong? Work,
    int? SizeBytes,
    string? Memo,
    Timestamp? ValidUntil,
    IReadOnlyList<ObjectSummary> Inputs,
    IReadOnlyList<ObjectSummary> Outputs)
{
    /// <summary>Its private part; null when it has none.</summary>
    public PrivatePart? Private { get; init; }
}
