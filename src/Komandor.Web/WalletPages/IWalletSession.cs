using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Disclosure;

namespace Komandor.Web.WalletPages;

/// <summary>An open wallet, as its pages use it. Keys stay behind it.</summary>
/// <remarks>Safe for concurrent callers: several tabs may be open. Every method may throw
/// <see cref="WalletSessionException"/>, whose message says what happened and what to do.</remarks>
public interface IWalletSession
{
    /// <summary>The network's name, such as <c>development</c>.</summary>
    string Network { get; }

    /// <summary>The name of the wallet's file: it tells one wallet's pages from another's.</summary>
    string Name { get; }

    /// <summary>What addresses of the network begin with, such as <c>kmdd</c>.</summary>
    string AddressPrefix { get; }

    /// <summary>How many words the wallet can be made again from; 0 when it only watches and spends nothing.</summary>
    int WordCount { get; }

    /// <summary>What the wallet's keys let it see.</summary>
    WalletSight Sight { get; }

    /// <summary>Whether the owner has shown that the words are written down.</summary>
    bool IsBackedUp { get; }

    /// <summary>What the wallet has; what it last knew, when no node answers. Reads on in the chain for a short while first: whoever sees that it is behind asks again.</summary>
    Task<WalletOverview> OverviewAsync(CancellationToken cancellationToken);

    /// <summary>The address to give to others.</summary>
    /// <param name="hidden">Whether it is a private one, paid in either private tier; otherwise it is transparent.</param>
    /// <param name="fresh">Whether a new one is made; otherwise it is the newest that was made.</param>
    /// <param name="cancellationToken">Honoured while the node is asked.</param>
    Task<string> AddressAsync(bool hidden, bool fresh, CancellationToken cancellationToken);

    /// <summary>The newest transactions of all tiers, newest first; what it last knew, when no node answers.</summary>
    /// <param name="limit">At most this many, 1 to 200.</param>
    /// <param name="cancellationToken">Honoured while the node is asked.</param>
    Task<IReadOnlyList<WalletEntry>> HistoryAsync(int limit, CancellationToken cancellationToken);

    /// <summary>What a payment would cost now, and show.</summary>
    Task<WalletQuote> QuoteAsync(WalletPayment payment, CancellationToken cancellationToken);

    /// <summary>Makes a quoted payment, stores it, and hands it in. It is not cancelled half-way when a page is closed.</summary>
    /// <param name="quote">The quote.</param>
    /// <param name="roundsLeft">Told how many rounds are left, when several must follow one another; null for nobody.</param>
    /// <returns>Pending when it may take effect; rejected when the node refused it.</returns>
    Task<WalletReceipt> SendAsync(WalletQuote quote, IProgress<int>? roundsLeft);

    /// <summary>Waits until the fate of a payment is decided.</summary>
    Task<WalletReceipt> WaitAsync(TransactionId id, CancellationToken cancellationToken);

    /// <summary>Opens the wallet's own part in a private transaction, or that of a view key that was pasted; the key goes nowhere.</summary>
    /// <param name="id">The transaction.</param>
    /// <param name="viewKey">A view key; null for the wallet's own.</param>
    /// <param name="cancellationToken">Honoured while the node is asked.</param>
    /// <returns>Null when there is no such private transaction, or the wallet has no part in it.</returns>
    Task<OpenedTransaction?> OpenAsync(TransactionId id, string? viewKey, CancellationToken cancellationToken);

    /// <summary>The full or the incoming view key. Whoever gets it sees for ever.</summary>
    Task<string> ViewKeyAsync(bool full, CancellationToken cancellationToken);

    /// <summary>A proof for somebody, bound to a message: of a payment or a spend by a transaction.</summary>
    /// <param name="kind">Payment or spend.</param>
    /// <param name="id">The transaction.</param>
    /// <param name="message">What the proof is for.</param>
    /// <param name="cancellationToken">Honoured while the node is asked.</param>
    Task<string> ProveAsync(DisclosureKind kind, TransactionId id, string message, CancellationToken cancellationToken);

    /// <summary>A proof that the wallet has so much, bound to a message.</summary>
    Task<string> ProveReserveAsync(ulong amount, string message, CancellationToken cancellationToken);

    /// <summary>Judges a proof that somebody showed.</summary>
    Task<DisclosureResult> VerifyAsync(string proof, string message, CancellationToken cancellationToken);

    /// <summary>Checks words that the owner wrote down, by their places from 0; when all are right, the wallet counts as backed up.</summary>
    Task<bool> CheckBackupAsync(IReadOnlyList<(int Index, string Word)> answers, CancellationToken cancellationToken);
}
