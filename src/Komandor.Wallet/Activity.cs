using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;

namespace Komandor.Wallet;

/// <summary>A transaction as the wallet's owner sees it, whichever tiers it touches: one line of the history.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="State">What became of it.</param>
/// <param name="Time">Its block's timestamp; for one that is not final, when it was signed.</param>
/// <param name="Height">Its block, when final and known.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Received">Units that came to the wallet in all tiers, change included.</param>
/// <param name="Spent">Units of the wallet that it spent in all tiers; of one that is not final, what is paid; null when the wallet's key does not see it.</param>
/// <param name="Fee">Its fee in units of KMCC, when the wallet knows it.</param>
/// <param name="IsTransparent">Whether transparent coins of the wallet took part.</param>
/// <param name="Tier">The private tier in which notes of the wallet took part; null when none did, or when that is not known yet.</param>
/// <param name="Recipient">Whom this wallet paid; empty when others paid it, or when that is not known.</param>
/// <param name="Memo">What came or went with it; empty when nothing did.</param>
/// <param name="Fault">The rule that it broke, when rejected.</param>
/// <param name="FinalityMs">How long it took to become final, when this wallet watched it.</param>
public sealed record Activity(
    TransactionId Id,
    PaymentState State,
    Timestamp Time,
    ulong? Height,
    AssetId Asset,
    ulong Received,
    ulong? Spent,
    ulong? Fee,
    bool IsTransparent,
    PrivateTier? Tier,
    string Recipient,
    string Memo,
    string? Fault,
    int? FinalityMs)
{
    /// <summary>Units of what was received that came back as private change.</summary>
    public ulong Change { get; init; }

    /// <summary>Units that the recipient was paid; null when others paid, or when that is not known.</summary>
    public ulong? Paid { get; init; }

    /// <summary>Whether the wallet's owner made it.</summary>
    public bool IsMade { get; init; }

    /// <summary>Whether nothing but the fee left the wallet: it moved its own money, or joined notes.</summary>
    public bool IsOwn => State == PaymentState.Final && Asset == AssetId.Kmcc
        && (Spent is ulong spent ? Fee is ulong fee && spent > 0 && spent >= Received && spent - Received == fee : IsMade && Received > Change);

    /// <summary>Whether the wallet has less by it than before; null of its own money that moved, when its key does not see from where.</summary>
    public bool? IsOutgoing => Spent is ulong spent ? spent > Received : IsOwn ? null : true;

    /// <summary>The units that it has more or less; of own money that moved unseen, what moved; null when the wallet's key does not see it.</summary>
    public ulong? Units => Spent is ulong spent ? Math.Max(spent, Received) - Math.Min(spent, Received)
        : IsOwn ? Received - Change
        : Paid is ulong paid ? checked(paid + (Fee ?? 0))
        : null;

    /// <summary>Whether it stands in the network's first block, and nobody paid it.</summary>
    public bool IsGenesis => Height == 0;

    /// <summary>Joins what the transparent and the private side saw of the same transactions.</summary>
    /// <param name="transparent">The transparent history, with payments of either kind that are not final.</param>
    /// <param name="hidden">The private history, as far as it was scanned.</param>
    /// <param name="payments">The payments that the wallet made.</param>
    /// <param name="limit">At most this many.</param>
    /// <returns>Newest first.</returns>
    public static IReadOnlyList<Activity> Merge(
        IReadOnlyList<HistoryEntry> transparent, IEnumerable<PrivateEntry> hidden, IReadOnlyList<PaymentRecord> payments, int limit)
    {
        Dictionary<TransactionId, PaymentRecord> made = payments.ToDictionary(payment => payment.Id);
        Dictionary<TransactionId, HistoryEntry> coins = transparent
            .Where(entry => entry.Asset == AssetId.Kmcc && entry.State == PaymentState.Final).ToDictionary(entry => entry.TransactionId);
        Activity[] notes = [.. hidden.Select(entry => Of(entry, coins.GetValueOrDefault(entry.Transaction), made.GetValueOrDefault(entry.Transaction)))];
        HashSet<TransactionId> known = [.. notes.Select(one => one.Id)];
        Activity[] others = [.. transparent.Where(entry => entry.Asset != AssetId.Kmcc || !known.Contains(entry.TransactionId)).Select(Of)];
        known.UnionWith(others.Select(one => one.Id));

        // A private payment is final before its block is scanned.
        IEnumerable<Activity> unseen = payments.Where(payment => payment.State == PaymentState.Final && !known.Contains(payment.Id)).Select(Of);
        return [.. notes.Concat(others).Concat(unseen).OrderByDescending(one => one.Time).ThenBy(one => one.Id).Take(limit)];
    }

    private static Activity Of(PrivateEntry entry, HistoryEntry? coins, PaymentRecord? payment) => new(
        entry.Transaction, PaymentState.Final, entry.Time, entry.Height, AssetId.Kmcc,
        checked(entry.Received + (coins?.Received ?? 0)), checked(entry.Spent + (coins?.Spent ?? CoinsOf(entry, payment))), entry.Fee,
        coins is not null || CoinsOf(entry, payment) > 0, entry.Tier,

        // What pays a transparent address leaves its change alone in the pool: it is nobody's payment, and whom it paid the wallet knows when it made it.
        payment?.Recipient ?? (entry.Paid > 0 ? entry.Recipient : string.Empty),
        payment is { Memo.Length: > 0 } ? payment.Memo : entry.Memo.Length > 0 ? entry.Memo : coins?.Memo ?? string.Empty, null, payment?.FinalityMs)
    {
        Change = entry.Change,
        IsMade = entry.IsMade || payment is not null,
        Paid = payment?.Amount ?? (entry.Paid > 0 ? entry.Paid : null),
    };

    // Coins that paid for notes, when the transparent history does not reach back to them: all that the wallet knows to have left it.
    private static ulong CoinsOf(PrivateEntry entry, PaymentRecord? payment) => payment is null || entry.Spent > 0 ? 0
        : checked(entry.Received + payment.Fee + (entry.Received >= payment.Amount ? 0 : payment.Amount));

    private static Activity Of(HistoryEntry entry) => new(
        entry.TransactionId, entry.State, entry.Time, entry.Height, entry.Asset, entry.Received, entry.Spent, entry.Payment?.Fee,
        entry.State == PaymentState.Final || !IsPrivate(entry.Payment), null, entry.Payment?.Recipient ?? entry.Recipient, entry.Payment?.Memo ?? entry.Memo,
        entry.Payment?.Fault, entry.Payment?.FinalityMs)
    {
        IsMade = entry.Payment is not null || entry.Spent > 0,
        Paid = entry.Payment?.Amount,
    };

    private static Activity Of(PaymentRecord payment) => new(
        payment.Id, payment.State, payment.Created, payment.Height, payment.Asset, 0, payment.Amount, payment.Fee, !IsPrivate(payment), null, payment.Recipient,
        payment.Memo, payment.Fault, payment.FinalityMs)
    {
        IsMade = true,
        Paid = payment.Amount,
    };

    private static bool IsPrivate(PaymentRecord? payment) => PrivateAddress.TryParse(payment?.Recipient, out _, out _);
}
