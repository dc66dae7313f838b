namespace Komandor.Ledger.Private;

/// <summary>A note to make.</summary>
/// <param name="To">Its owner.</param>
/// <param name="Value">Its value in units, zero included.</param>
public sealed record PrivatePayment(PrivateAddress To, ulong Value);
