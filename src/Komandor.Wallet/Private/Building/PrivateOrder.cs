using Komandor.Ledger;
using Komandor.Ledger.Private;

namespace Komandor.Wallet.Private.Building;

/// <summary>What a private transaction is to do.</summary>
/// <param name="Draft">Chain, shard, window, transparent inputs and outputs; the fee is set here.</param>
/// <param name="Tier">The tier.</param>
/// <param name="To">Whom a note pays: somebody, or the wallet itself when money only leaves.</param>
/// <param name="Amount">How much that note is worth.</param>
/// <param name="Leaving">What the transparent outputs gain.</param>
/// <param name="Memo">A text of 512 bytes at most.</param>
/// <param name="Fee">The fee of the shape.</param>
internal sealed record PrivateOrder(TransactionDraft Draft, PrivateTier Tier, PrivateAddress To, ulong Amount, ulong Leaving, string Memo, ulong Fee)
{
    /// <summary>Who gets what is left; null for the wallet's address of change.</summary>
    internal PrivateAddress? RestTo { get; init; }
}
