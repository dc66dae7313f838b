using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>A coin that exists from the beginning.</summary>
/// <param name="Lock">Who owns it.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Amount">In units, 1 or more.</param>
/// <param name="Label">What people call it; at most 128 bytes.</param>
public sealed record GenesisAllocation(Lock Lock, AssetId Asset, ulong Amount, string Label);
