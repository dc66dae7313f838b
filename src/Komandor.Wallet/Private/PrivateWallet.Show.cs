using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private;

/// <content>Balance and history, which say of a wallet that only watches what its key does not see.</content>
public sealed partial class PrivateWallet
{
    /// <inheritdoc/>
    public IReadOnlyList<PrivateBalance> Balance()
    {
        ILookup<PrivateTier, PrivateNoteInfo> notes = Notes().ToLookup(note => note.Tier);
        return [BalanceOf(PrivateTier.Shielded, [.. notes[PrivateTier.Shielded]]), BalanceOf(PrivateTier.Ring, [.. notes[PrivateTier.Ring]])];
    }

    /// <summary>How many shielded notes there are, as far as was scanned: who spends one hides among these, and among 4,096 at most.</summary>
    public ulong ShieldedNotes => _file.Private.ShieldedSize;

    /// <inheritdoc/>
    public IReadOnlyList<PrivateEntry> History()
    {
        ILookup<(TransactionId, PrivateTier), ulong> change = _file.Private.Notes.Where(note => note.Found.IsChange)
            .ToLookup(note => (note.Found.Transaction, note.Found.Tier), note => note.Found.Value);
        return [.. _file.Private.Entries.Reverse().Select(entry => Seen(entry, [.. change[(entry.Transaction, entry.Tier)]]))];
    }

    private static PrivateBalance BalanceOf(PrivateTier tier, PrivateNoteInfo[] notes) => notes.Any(note => note.State == PrivateNoteState.Unknown)
        ? new PrivateBalance(
            tier, null, null, null, notes.Count(note => note.State != PrivateNoteState.Spent),
            notes.Where(note => note.Address is not null).Aggregate(0UL, (sum, note) => sum + note.Value))
        : new PrivateBalance(
            tier, Sum(notes, PrivateNoteState.Available), Sum(notes, PrivateNoteState.Waiting), Sum(notes, PrivateNoteState.Reserved),
            notes.Count(note => note.State != PrivateNoteState.Spent));

    private static ulong Sum(IEnumerable<PrivateNoteInfo> notes, PrivateNoteState state) =>
        notes.Where(note => note.State == state).Aggregate(0UL, (sum, note) => sum + note.Value);

    // What leaves the pool is paid beside a note of nothing to the wallet itself: that one is nobody's payment.
    private PrivateEntry Seen(PrivateEntry entry, ulong[] change)
    {
        bool isMade = change.Length > 0 || entry.Spent > 0 || entry.Paid > 0;
        return entry with
        {
            Change = change.Aggregate(0UL, (sum, value) => sum + value),
            IsMade = isMade,
            Spent = !isMade || SeesSpentOf(entry) ? entry.Spent : null,
            Recipient = entry.Paid > 0 ? entry.Recipient : string.Empty,
        };
    }

    // A wallet with words sees coins as well. Images of ring notes that a machine with the words told must cover all that went, or some are missing.
    private bool SeesSpentOf(PrivateEntry entry) => _keys.Spend is not null
        || (entry.Spent > 0 && ((entry.Tier == PrivateTier.Shielded && _keys.View is not null) || entry.Spent >= (UInt128)entry.Received + entry.Fee));
}
