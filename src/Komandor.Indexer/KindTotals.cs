namespace Komandor.Indexer;

/// <summary>How many transactions took effect since the genesis, by kind.</summary>
/// <param name="Transparent">Those without a private part.</param>
/// <param name="Ring">Those with a bundle of the ring tier.</param>
/// <param name="Shielded">Those with a bundle of the shielded tier.</param>
/// <param name="Height">The block after which this holds.</param>
public sealed record KindTotals(ulong Transparent, ulong Ring, ulong Shielded, ulong Height);
