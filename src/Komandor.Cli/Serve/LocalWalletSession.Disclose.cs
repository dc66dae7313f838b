using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Primitives;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Disclosure;
using Komandor.Wallet.Private.Scanning;
using Komandor.Web.WalletPages;

namespace Komandor.Cli.Serve;

/// <content>What is shown to the owner, and to others.</content>
internal sealed partial class LocalWalletSession
{
    /// <inheritdoc/>
    public Task<OpenedTransaction?> OpenAsync(TransactionId id, string? viewKey, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            ChainInfo chain = await _wallet.ConnectAsync(cancellationToken);
            if (viewKey is not null)
            {
                return await new TransactionOpener(_node).OpenAsync(chain, id, viewKey, cancellationToken);
            }

            await _scan.ReadAsync(chain, cancellationToken);
            return await _private.OpenAsync(chain, id, cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<string> ViewKeyAsync(bool full, CancellationToken cancellationToken) => InTurnAsync(
        async () => _private.ViewKey(await _wallet.ConnectAsync(cancellationToken), full), cancellationToken);

    /// <inheritdoc/>
    public Task<string> ProveAsync(DisclosureKind kind, TransactionId id, string message, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            ChainInfo chain = await _wallet.ConnectAsync(cancellationToken);
            await _scan.ReadAsync(chain, cancellationToken);
            string? proof = kind == DisclosureKind.Payment
                ? await _private.ProvePaymentAsync(chain, id, message, cancellationToken)
                : await _private.ProveSpendAsync(chain, id, message, cancellationToken);
            return proof ?? throw new WalletSessionException(
                "This wallet cannot prove that: it has no private part in that transaction, or does not know its ring any more. What is transparent needs no proof: the explorer shows it to everybody.", null);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<string> ProveReserveAsync(ulong amount, string message, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            ChainInfo chain = await _wallet.ConnectAsync(cancellationToken);
            await _scan.ReadAsync(chain, cancellationToken);
            return _private.ProveReserve(chain, amount, message)
                ?? throw new WalletSessionException("The wallet's private notes that are under an anchor do not hold that much. Name less.", null);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<DisclosureResult> VerifyAsync(string proof, string message, CancellationToken cancellationToken) => ExplainedAsync(async () =>
    {
        ChainInfo chain = await _node.CallAsync(ApiCatalogue.ChainInfo, new NoParameters(), cancellationToken);
        return await new DisclosureVerifier(_node).VerifyAsync(chain, proof, message, cancellationToken);
    });
}
