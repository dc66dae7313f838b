using Komandor.Ledger.Private;

namespace Komandor.Wallet.Private;

/// <summary>What a wallet has in one tier, in units. A wallet that only watches spends none of it, and may not see what was spent.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Available">It can be spent now; null when the wallet's key does not see what is spent.</param>
/// <param name="Waiting">It waits for the next anchor, or for a crowd to hide in; null as above.</param>
/// <param name="Reserved">Pending payments spend it; null as above.</param>
/// <param name="Notes">The number of notes that are not spent, as far as the key sees.</param>
/// <param name="Received">All that ever came in, change not counted, when the key sees no more than that; else null.</param>
public sealed record PrivateBalance(PrivateTier Tier, ulong? Available, ulong? Waiting, ulong? Reserved, int Notes, ulong? Received = null);
