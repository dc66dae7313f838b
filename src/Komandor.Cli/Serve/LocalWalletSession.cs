using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Storage;
using Komandor.Web.WalletPages;

namespace Komandor.Cli.Serve;

/// <summary>A wallet's file and a node, as the wallet's pages use them.</summary>
/// <param name="file">The open wallet; whoever makes the session disposes it.</param>
/// <param name="node">A node of its chain.</param>
/// <param name="network">The network's name.</param>
/// <param name="time">The clock.</param>
internal sealed class LocalWalletSession(WalletFile file, INodeApi node, string network, TimeProvider time) : IWalletSession, IDisposable
{
    private readonly WalletService _wallet = new(file, node, time);

    // Changes of the wallet go one after another; waiting for a payment's fate holds nobody up.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public string Network => network;

    /// <inheritdoc/>
    public Task<string> AddressAsync(bool fresh, CancellationToken cancellationToken) =>
        InTurnAsync(async () => await _wallet.AddressAsync(await _wallet.ConnectAsync(cancellationToken), fresh, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WalletBalance>> BalancesAsync(CancellationToken cancellationToken) => InTurnAsync<IReadOnlyList<WalletBalance>>(
        async () =>
        {
            await _wallet.ConnectAsync(cancellationToken);
            IReadOnlyDictionary<AssetId, string> names = await NamesAsync(cancellationToken);
            IReadOnlyList<AssetBalance> balances = await _wallet.BalanceAsync(cancellationToken);
            return [.. balances.Select(one => new WalletBalance(one.Asset, Name(names, one.Asset), one.Available, one.Reserved))];
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WalletEntry>> HistoryAsync(int limit, CancellationToken cancellationToken) => InTurnAsync<IReadOnlyList<WalletEntry>>(
        async () =>
        {
            await _wallet.ConnectAsync(cancellationToken);
            IReadOnlyDictionary<AssetId, string> names = await NamesAsync(cancellationToken);
            IReadOnlyList<HistoryEntry> entries = await _wallet.HistoryAsync(limit, cancellationToken);
            return
            [
                .. entries.Select(one => new WalletEntry(
                    one.TransactionId, Outcome(one.State), one.Time, one.Asset, Name(names, one.Asset), one.Received, one.Spent,
                    one.Payment?.Recipient, one.Payment?.Memo, one.Payment?.Fault, one.Payment?.FinalityMs)),
            ];
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<WalletQuote> QuoteAsync(WalletPayment payment, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            ChainInfo chain = await _wallet.ConnectAsync(cancellationToken);
            PaymentRequest request = new(payment.Recipient, payment.Asset, payment.Amount, payment.Memo);
            PaymentQuote quote = await _wallet.QuoteAsync(chain, request, cancellationToken);
            return new WalletQuote(payment, quote.Fee, quote.Inputs, quote);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<WalletReceipt> SendAsync(WalletQuote quote) => InTurnAsync(
        async () =>
        {
            ChainInfo chain = await _wallet.ConnectAsync(CancellationToken.None);
            return Receipt(await _wallet.SendAsync(chain, (PaymentQuote)quote.Plan, CancellationToken.None));
        },
        CancellationToken.None);

    /// <inheritdoc/>
    public Task<WalletReceipt> WaitAsync(TransactionId id, CancellationToken cancellationToken) => ExplainedAsync(async () =>
    {
        PaymentRecord payment = file.Payments.Find(one => one.Id == id)
            ?? throw new WalletSessionException("This wallet made no such payment.", null);
        return Receipt(await _wallet.WaitAsync(payment, cancellationToken));
    });

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static WalletReceipt Receipt(PaymentRecord payment) => new(payment.Id, Outcome(payment.State), payment.Fault, payment.FinalityMs);

    private static WalletOutcome Outcome(PaymentState state) => state switch
    {
        PaymentState.Final => WalletOutcome.Final,
        PaymentState.Rejected => WalletOutcome.Rejected,
        PaymentState.Expired => WalletOutcome.Expired,
        _ => WalletOutcome.Pending,
    };

    private static string Name(IReadOnlyDictionary<AssetId, string> names, AssetId asset) =>
        names.TryGetValue(asset, out string? name) ? name : asset.ToString();

    private static async Task<T> ExplainedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception refusal) when (refusal is ApiException or PaymentException or WalletException or IOException)
        {
            throw new WalletSessionException(refusal.Message, refusal);
        }
    }

    private async Task<IReadOnlyDictionary<AssetId, string>> NamesAsync(CancellationToken cancellationToken)
    {
        SupplyReport supply = await node.CallAsync(ApiCatalogue.StateSupply, new NoParameters(), cancellationToken);
        return supply.Assets.ToDictionary(asset => asset.Asset, asset => asset.Name);
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await ExplainedAsync(work);
        }
        finally
        {
            _turn.Release();
        }
    }
}
