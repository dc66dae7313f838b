using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>What became of an ordered transaction.</summary>
/// <param name="TransactionId">The transaction.</param>
/// <param name="Executed">Whether it took effect.</param>
/// <param name="Fault">The rule that it broke, when rejected.</param>
/// <param name="Fee">What it paid, in KMCC units.</param>
public sealed record ReceiptSummary(
    TransactionId TransactionId,
    bool Executed,
    string? Fault,
    ulong Fee);
