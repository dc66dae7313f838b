using Komandor.Primitives;

namespace Komandor.Wallet.Private.Disclosure;

/// <summary>What a verified proof shows.</summary>
/// <param name="Fault">None when it holds; the rest is meaningless otherwise.</param>
/// <param name="Kind">What it shows.</param>
/// <param name="Transaction">The transaction of a payment or a spend.</param>
/// <param name="Address">The paid address.</param>
/// <param name="Value">What was paid, or what the reserve is worth, in units.</param>
/// <param name="Memo">The memo of the payment, which the proof opens too.</param>
public sealed record DisclosureResult(DisclosureFault Fault, DisclosureKind Kind, TransactionId? Transaction, string? Address, ulong Value, string? Memo)
{
    internal static DisclosureResult Refused(DisclosureFault fault, DisclosureKind kind = default) => new(fault, kind, null, null, 0, null);
}
