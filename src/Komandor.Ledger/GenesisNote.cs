using Komandor.Ledger.Private;

namespace Komandor.Ledger;

/// <summary>A private note that exists from the beginning.</summary>
/// <param name="To">Its owner.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="Amount">In units, 1 or more.</param>
/// <param name="Label">What people call it; at most 128 bytes.</param>
public sealed record GenesisNote(PrivateAddress To, PrivateTier Tier, ulong Amount, string Label);
