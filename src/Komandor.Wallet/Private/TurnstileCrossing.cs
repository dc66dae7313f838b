using Komandor.Primitives;

namespace Komandor.Wallet.Private;

/// <summary>An amount that entered or left a pool: everybody sees it.</summary>
/// <param name="Leaves">Whether it left; else it entered.</param>
/// <param name="Amount">Units of KMCC.</param>
/// <param name="Time">The time of its block.</param>
public readonly record struct TurnstileCrossing(bool Leaves, ulong Amount, Timestamp Time)
{
    /// <summary>The crossing that an own private transaction was; null when nothing entered or left by it.</summary>
    /// <remarks>What the wallet paid without spending notes entered. What it spent, and neither paid to a private address nor got back nor gave as a fee, left.</remarks>
    internal static TurnstileCrossing? Of(PrivateEntry entry) =>
        entry is { Spent: 0, Paid: > 0 } ? new TurnstileCrossing(false, entry.Paid, entry.Time)
        : entry is { Paid: 0, Spent: ulong spent } && spent > (UInt128)entry.Received + entry.Fee ? new TurnstileCrossing(true, spent - entry.Received - entry.Fee, entry.Time)
        : null;
}
