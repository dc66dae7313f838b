namespace Komandor.Web.WalletPages;

/// <summary>What a payment would cost, take and show. It holds for the coins and the price of now.</summary>
/// <param name="Payment">The payment.</param>
/// <param name="Fee">The fees of all its transactions, in KMCC units.</param>
/// <param name="Shows">What everybody sees of it, in plain words.</param>
/// <param name="Plan">What the session needs to carry it out; the pages only hand it back.</param>
public sealed record WalletQuote(WalletPayment Payment, ulong Fee, string Shows, object Plan)
{
    /// <summary>How many transactions it takes.</summary>
    public int Transactions { get; init; } = 1;

    /// <summary>How many of them must follow one another.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>About how long the rounds before the last take.</summary>
    public TimeSpan Wait { get; init; }
}
