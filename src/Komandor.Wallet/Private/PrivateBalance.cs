using Komandor.Ledger.Private;

namespace Komandor.Wallet.Private;

/// <summary>What a wallet has in one tier, in units.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Available">It can be spent now.</param>
/// <param name="Waiting">It waits for the next anchor, or for a crowd to hide in.</param>
/// <param name="Reserved">Pending payments spend it.</param>
/// <param name="Notes">The number of unspent notes.</param>
public sealed record PrivateBalance(PrivateTier Tier, ulong Available, ulong Waiting, ulong Reserved, int Notes);
