using Komandor.Ledger.Private;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>A note of a block, as every wallet reads it.</summary>
/// <param name="Index">Its index in its pool.</param>
/// <param name="Output">The output.</param>
public sealed record CompactOutput(ulong Index, PrivateOutput Output);
