using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Primitives;

namespace Komandor.Web.Explorer;

/// <summary>What the pages ask the node for. What every page shows is asked for at most once in a short while.</summary>
internal sealed class ExplorerData : IDisposable
{
    private const int NewestBlocks = 48;
    private readonly INodeApi _node;
    private readonly TimeProvider _clock;
    private readonly Recent<ChainInfo> _chain;
    private readonly Recent<NetworkStatus> _network;
    private readonly Recent<BlockPage> _newest;
    private readonly Recent<SupplyReport> _supply;
    private readonly Recent<PoolReport> _pools;

    public ExplorerData(INodeApi node, TimeProvider clock)
    {
        _node = node;
        _clock = clock;
        TimeSpan live = TimeSpan.FromMilliseconds(500);
        _chain = new(clock, live, token => node.CallAsync(ApiCatalogue.ChainInfo, new NoParameters(), token));
        _network = new(clock, live, token => node.CallAsync(ApiCatalogue.NetworkStatus, new NoParameters(), token));
        _newest = new(clock, live, token => node.CallAsync(ApiCatalogue.ChainBlocks, new PageQuery(null, NewestBlocks), token));
        // The node sums every coin for this one.
        _supply = new(clock, TimeSpan.FromSeconds(5), token => node.CallAsync(ApiCatalogue.StateSupply, new NoParameters(), token));
        _pools = new(clock, live, token => node.CallAsync(ApiCatalogue.PoolList, new NoParameters(), token));
    }

    /// <summary>What every page shows beside its subject; a part that the node does not tell stays empty.</summary>
    internal async Task<PageContext> ContextAsync(CancellationToken cancellationToken)
    {
        ChainInfo? chain = await OrNullAsync(_chain, cancellationToken);
        SupplyReport? supply = await OrNullAsync(_supply, cancellationToken);
        return new PageContext(chain?.Network ?? "", chain?.Software ?? "", chain?.Height ?? 0, Now(), new AssetNames(supply));
    }

    /// <summary>The network at a glance.</summary>
    internal async Task<Overview> OverviewAsync(CancellationToken cancellationToken) => new(
        await _chain.GetAsync(cancellationToken),
        await _network.GetAsync(cancellationToken),
        await OrNullAsync(_supply, cancellationToken),
        (await _newest.GetAsync(cancellationToken)).Blocks)
    {
        Pools = await OrNullAsync(_pools, cancellationToken),
    };

    /// <summary>Height of the newest final block, at most half a second old.</summary>
    internal async Task<ulong> HeightAsync(CancellationToken cancellationToken) => (await _chain.GetAsync(cancellationToken)).Height;

    /// <summary>Calls the node.</summary>
    internal Task<TResult> AskAsync<TParameters, TResult>(
        ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
        where TParameters : notnull
        where TResult : notnull => _node.CallAsync(method, parameters, cancellationToken);

    /// <summary>Calls the node; null when it knows no such thing, or does not take the question.</summary>
    internal async Task<TResult?> FindAsync<TParameters, TResult>(
        ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
        where TParameters : notnull
        where TResult : class
    {
        try
        {
            return await _node.CallAsync(method, parameters, cancellationToken);
        }
        catch (ApiException refusal) when (refusal.Code is ApiErrorCode.NotFound or ApiErrorCode.InvalidParameters)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _chain.Dispose();
        _network.Dispose();
        _newest.Dispose();
        _supply.Dispose();
    }

    private static async Task<T?> OrNullAsync<T>(Recent<T> recent, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await recent.GetAsync(cancellationToken);
        }
        catch (ApiException)
        {
            return null;
        }
    }

    private Timestamp Now() => Timestamp.From(_clock.GetUtcNow());
}
