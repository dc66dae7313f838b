using Komandor.Api.Messages;
using Komandor.Wallet.Payments;

namespace Komandor.Wallet.Private;

/// <summary>A wallet's private money at work: what command line and pages call.</summary>
public interface IPrivateWallet
{
    /// <summary>Reads the blocks that were not read yet.</summary>
    /// <param name="chain">What <see cref="WalletService.ConnectAsync"/> returned.</param>
    /// <param name="progress">Told after every page.</param>
    /// <param name="cancellationToken">Stops after a page; what was read is kept.</param>
    Task<ScanProgress> ScanAsync(ChainInfo chain, IProgress<ScanProgress>? progress, CancellationToken cancellationToken);

    /// <summary>The private address to give to others; it is paid in either tier.</summary>
    /// <param name="chain">What <see cref="WalletService.ConnectAsync"/> returned.</param>
    /// <param name="fresh">Whether a new one is made; it has nothing in common with the others.</param>
    string Address(ChainInfo chain, bool fresh);

    /// <summary>What the wallet has, by tier, after the last scan.</summary>
    IReadOnlyList<PrivateBalance> Balance();

    /// <summary>The wallet's notes, after the last scan.</summary>
    IReadOnlyList<PrivateNoteInfo> Notes();

    /// <summary>The private transactions that were seen, newest first.</summary>
    IReadOnlyList<PrivateEntry> History();

    /// <summary>What a payment would cost, take and show.</summary>
    /// <exception cref="PaymentException">It cannot be made, and says why.</exception>
    Task<PrivateQuote> QuoteAsync(ChainInfo chain, PrivateRequest request, CancellationToken cancellationToken);

    /// <summary>Makes a quoted payment: first the transactions that join notes, each final and under an anchor, then the payment itself, which is handed in.</summary>
    /// <exception cref="PaymentException">It cannot be made any more.</exception>
    Task<PaymentRecord> SendAsync(ChainInfo chain, PrivateQuote quote, CancellationToken cancellationToken);

    /// <summary>The full or the incoming view key as text.</summary>
    /// <exception cref="Storage.WalletException">The wallet does not have it.</exception>
    string ViewKey(ChainInfo chain, bool full);
}
