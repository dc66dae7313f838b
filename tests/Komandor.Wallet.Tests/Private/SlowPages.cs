using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Tests.Private;

/// <summary>A node that gives one block a page, and can do something before it gives one.</summary>
internal sealed class SlowPages(IPrivateChain node) : IPrivateChain
{
    /// <summary>Called with the number of the page, from 1, before it is given.</summary>
    internal Action<int> Before { get; set; } = _ => { };

    /// <summary>How many pages were asked for.</summary>
    internal int Pages { get; private set; }

    public Task<PrivateParameters> ParametersAsync(CancellationToken cancellationToken) => node.ParametersAsync(cancellationToken);

    public async Task<CompactPage> BlocksAsync(ulong from, CancellationToken cancellationToken)
    {
        Before(++Pages);
        CompactPage all = await node.BlocksAsync(from, cancellationToken);
        return new CompactPage([.. all.Blocks.Where(block => block.Height == from)], from + 1, all.Tip);
    }

    public Task<IReadOnlyList<PoolAnchor>> AnchorsAsync(PoolId pool, ulong from, CancellationToken cancellationToken) =>
        node.AnchorsAsync(pool, from, cancellationToken);

    public Task<PoolTrust?> TrustAsync(ChainId chain, CancellationToken cancellationToken) => node.TrustAsync(chain, cancellationToken);

    public Task<PoolProof> ProveAsync(ChainId chain, PoolTrust trust, PoolId pool, ulong tip, CancellationToken cancellationToken) =>
        node.ProveAsync(chain, trust, pool, tip, cancellationToken);
}
