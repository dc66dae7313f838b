namespace Komandor.Api.Messages;

/// <summary>How many transactions took effect since the genesis, by what they show of their payment.</summary>
/// <param name="Transparent">Those that show sender, receiver and amount.</param>
/// <param name="Ring">Those of the ring tier.</param>
/// <param name="Shielded">Those of the shielded tier.</param>
/// <param name="Height">The block after which this holds.</param>
public sealed record TransactionTotals(ulong Transparent, ulong Ring, ulong Shielded, ulong Height);
