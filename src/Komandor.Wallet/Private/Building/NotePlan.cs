using System.Collections.Immutable;
using Komandor.Ledger.Private;

namespace Komandor.Wallet.Private.Building;

/// <summary>Which notes pay, and in how many rounds: a ring payment spends up to 16 at once, a shielded one two, so that more are joined first.</summary>
/// <remarks>docs/protocol/private-wallet.md §6.</remarks>
/// <param name="Notes">The notes that pay, when there is one round; else those that are joined in pairs in this one.</param>
/// <param name="Rounds">The transactions that must follow one another.</param>
/// <param name="Transactions">All transactions.</param>
/// <param name="Fee">All fees.</param>
internal sealed record NotePlan(ImmutableArray<WalletNote> Notes, int Rounds, int Transactions, ulong Fee)
{
    /// <summary>A plan, or null when the notes do not cover it.</summary>
    /// <param name="free">The notes that can be spent.</param>
    /// <param name="tier">Their tier.</param>
    /// <param name="amount">What is paid.</param>
    /// <param name="fee">The payment's fee by its number of inputs.</param>
    /// <param name="joinFee">The fee of a transaction that joins two notes.</param>
    internal static NotePlan? Make(IReadOnlyList<WalletNote> free, PrivateTier tier, ulong amount, Func<int, ulong> fee, ulong joinFee)
    {
        // Two notes of one transaction in the rings of another betray both (docs/privacy.md §5): of each transaction's notes the largest pays, while that suffices.
        WalletNote[] apart = [.. free.GroupBy(note => note.Found.Transaction).Select(notes => notes.MaxBy(note => note.Found.Value)!)];
        return MakeOf(free, tier, amount, fee, joinFee, mostNotes: 1)
            ?? (tier == PrivateTier.Ring ? MakeOf(apart, tier, amount, fee, joinFee, int.MaxValue) : null)
            ?? MakeOf(free, tier, amount, fee, joinFee, int.MaxValue);
    }

    private static NotePlan? MakeOf(
        IReadOnlyList<WalletNote> free, PrivateTier tier, ulong amount, Func<int, ulong> fee, ulong joinFee, int mostNotes)
    {
        // Notes that were offered before come first among equals: their rings and sets are known already.
        WalletNote[] ascending = [.. free.OrderBy(note => note.Found.Value).ThenBy(note => note.Found.Index)];
        int most = tier == PrivateTier.Ring ? PrivateLimits.RingInputs : PrivateLimits.ShieldedInputs;
        ulong InputsFee(int inputs) => fee(tier == PrivateTier.Ring ? inputs : PrivateLimits.ShieldedInputs);
        WalletNote? alone = ascending.FirstOrDefault(note => note.Found.Value >= (UInt128)amount + InputsFee(1));
        if (alone is not null)
        {
            return new NotePlan([alone], 1, 1, InputsFee(1));
        }

        UInt128 total = 0;
        for (int count = 1; count <= Math.Min(ascending.Length, mostNotes); count++)
        {
            total += ascending[^count].Found.Value;
            if (count <= most && total >= (UInt128)amount + InputsFee(count))
            {
                return new NotePlan([.. ascending[^count..]], 1, 1, InputsFee(count));
            }

            // Every join takes one note away, until two are left for the payment.
            int joins = count - PrivateLimits.ShieldedInputs;
            if (tier == PrivateTier.Shielded && count > most && total >= (UInt128)amount + InputsFee(2) + ((UInt128)joins * joinFee))
            {
                return Join([.. ascending[^count..].Reverse()], joins, InputsFee(2) + ((ulong)joins * joinFee), joinFee);
            }
        }

        return null;
    }

    private static NotePlan? Join(WalletNote[] notes, int joins, ulong fees, ulong joinFee)
    {
        int rounds = 1;
        for (int left = notes.Length; left > PrivateLimits.ShieldedInputs; left = Math.Max(2, (left + 1) / 2))
        {
            rounds++;
        }

        // This round joins as many pairs as are needed to halve, at most down to two notes; a pair must be worth its fee.
        int pairs = Math.Min(joins, notes.Length / 2);
        ImmutableArray<WalletNote> first = [.. notes[..(2 * pairs)]];
        for (int pair = 0; pair < pairs; pair++)
        {
            if ((UInt128)first[2 * pair].Found.Value + first[(2 * pair) + 1].Found.Value <= joinFee)
            {
                return null;
            }
        }

        return new NotePlan(first, rounds, joins + 1, fees);
    }
}
