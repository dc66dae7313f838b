using Komandor.Api.Messages;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;
using Komandor.Web.WalletPages;

namespace Komandor.Cli.Serve;

/// <content>Payments of every kind.</content>
internal sealed partial class LocalWalletSession
{
    private const string TransparentShows = "Everybody sees this payment: your coins, the recipient's address, the amount and the memo.";

    /// <inheritdoc/>
    public Task<WalletQuote> QuoteAsync(WalletPayment payment, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            ChainInfo chain = await _wallet.ConnectAsync(cancellationToken);
            bool toPrivate = PrivateAddress.TryParse(payment.Recipient, out _, out _);
            if (payment.Source == MoneyTier.Transparent && !toPrivate)
            {
                PaymentRequest request = new(payment.Recipient, payment.Asset, payment.Amount, payment.Memo);
                PaymentQuote quote = await _wallet.QuoteAsync(chain, request, cancellationToken);
                return new WalletQuote(payment, quote.Fee, TransparentShows, quote);
            }

            return await QuotePrivateAsync(chain, payment, cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<WalletReceipt> SendAsync(WalletQuote quote, IProgress<int>? roundsLeft) => InTurnAsync(
        async () =>
        {
            ChainInfo chain = await _wallet.ConnectAsync(CancellationToken.None);
            if (quote.Plan is PaymentQuote coins)
            {
                return Receipt(await _wallet.SendAsync(chain, coins, CancellationToken.None));
            }

            _rounds.Watcher = roundsLeft;
            try
            {
                return Receipt(await _private.SendAsync(chain, (PrivateQuote)quote.Plan, CancellationToken.None));
            }
            finally
            {
                _rounds.Watcher = null;
            }
        },
        CancellationToken.None);

    private async Task<WalletQuote> QuotePrivateAsync(ChainInfo chain, WalletPayment payment, CancellationToken cancellationToken)
    {
        if (payment.Asset != AssetId.Kmcc)
        {
            throw new WalletSessionException("Only KMCC can be private. Pay this asset to a transparent address.", null);
        }

        WalletScan scan = await _scan.ReadAsync(chain, cancellationToken)
            ?? throw new WalletSessionException("This node serves no private money. Start the pages with another: komandor wallet serve --rpc URL.", null);
        if (!scan.IsDone)
        {
            throw new WalletSessionException(
                $"The wallet still reads the chain for its notes, {scan.Percent} of 100 parts are done. The balance shows how far it is; ask again when it is through.", null);
        }

        PrivateRequest request = new(payment.Recipient, payment.Amount, payment.Memo, Source(payment.Source));
        PrivateQuote quote = await _private.QuoteAsync(await _wallet.ConnectAsync(cancellationToken), request, cancellationToken);
        string shows = quote.Advice is { Text.Length: > 0 } advice ? $"{quote.Shows} {advice.Text}" : quote.Shows;
        return new WalletQuote(payment, quote.Fee, shows, quote) { Transactions = quote.Transactions, Rounds = quote.Rounds, Wait = quote.Wait };
    }

    private static PaymentSource Source(MoneyTier tier) => tier switch
    {
        MoneyTier.Shielded => PaymentSource.Shielded,
        MoneyTier.Ring => PaymentSource.Ring,
        MoneyTier.Transparent => PaymentSource.Transparent,
        _ => throw new InvalidOperationException($"A tier that this program does not know: {tier}."),
    };
}
