namespace Komandor.Wallet.Private;

/// <summary>A note of a transaction that a view key opens.</summary>
/// <param name="Output">Its place among the transaction's notes, from 0.</param>
/// <param name="Value">Its value in units.</param>
/// <param name="Address">The number of the own address that it came to; null for change.</param>
public sealed record OpenedNote(int Output, ulong Value, ulong? Address);
