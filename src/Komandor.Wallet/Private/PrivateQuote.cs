using System.Collections.Immutable;

namespace Komandor.Wallet.Private;

/// <summary>What a payment would cost, take and show. It holds for the notes and the price of now.</summary>
public sealed class PrivateQuote
{
    internal PrivateQuote(PrivateRequest request, ulong fee, int transactions, int rounds, TimeSpan wait, string shows, ImmutableArray<WalletNote> notes)
    {
        (Request, Fee, Transactions, Rounds, Wait, Shows, Notes) = (request, fee, transactions, rounds, wait, shows, notes);
    }

    /// <summary>The payment.</summary>
    public PrivateRequest Request { get; }

    /// <summary>The fees of all its transactions, in units.</summary>
    public ulong Fee { get; }

    /// <summary>How many transactions it takes: those that join notes first, then the payment.</summary>
    public int Transactions { get; }

    /// <summary>How many of them must follow one another.</summary>
    public int Rounds { get; }

    /// <summary>How long the rounds before the last wait for their anchors, by the speed of the last blocks.</summary>
    public TimeSpan Wait { get; }

    /// <summary>What everybody sees of it, in plain words.</summary>
    public string Shows { get; }

    /// <summary>What to think of before an amount enters or leaves a pool; null when none does.</summary>
    public TurnstileAdvice? Advice { get; init; }

    /// <summary>The notes that pay; empty when transparent coins do.</summary>
    internal ImmutableArray<WalletNote> Notes { get; }
}
