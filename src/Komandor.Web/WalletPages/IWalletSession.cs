using Komandor.Primitives;

namespace Komandor.Web.WalletPages;

/// <summary>An open wallet, as its pages use it. Keys stay behind it.</summary>
/// <remarks>Safe for concurrent callers: several tabs may be open. Every method may throw
/// <see cref="WalletSessionException"/>, whose message says what happened and what to do.</remarks>
public interface IWalletSession
{
    /// <summary>The network's name, such as <c>development</c>.</summary>
    string Network { get; }

    /// <summary>The address to give to others.</summary>
    /// <param name="fresh">Whether a new one is made; otherwise it is the newest that was made.</param>
    /// <param name="cancellationToken">Honoured while the node is asked.</param>
    Task<string> AddressAsync(bool fresh, CancellationToken cancellationToken);

    /// <summary>What the wallet has, by asset, KMCC first; empty when it never had anything.</summary>
    Task<IReadOnlyList<WalletBalance>> BalancesAsync(CancellationToken cancellationToken);

    /// <summary>The newest transactions, newest first.</summary>
    /// <param name="limit">At most this many, 1 to 200.</param>
    /// <param name="cancellationToken">Honoured while the node is asked.</param>
    Task<IReadOnlyList<WalletEntry>> HistoryAsync(int limit, CancellationToken cancellationToken);

    /// <summary>What a payment would cost now.</summary>
    Task<WalletQuote> QuoteAsync(WalletPayment payment, CancellationToken cancellationToken);

    /// <summary>Signs a quoted payment, stores it, and hands it in. It is not cancelled half-way when a page is closed.</summary>
    /// <returns>Pending when it may take effect; rejected when the node refused it.</returns>
    Task<WalletReceipt> SendAsync(WalletQuote quote);

    /// <summary>Waits until the fate of a payment is decided.</summary>
    Task<WalletReceipt> WaitAsync(TransactionId id, CancellationToken cancellationToken);
}
