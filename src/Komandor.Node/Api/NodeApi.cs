using Komandor.Api;
using Komandor.Api.Messages;

namespace Komandor.Node.Api;

/// <summary>The node's API over its stores, in this process. Thread-safe.</summary>
public sealed class NodeApi : INodeApi
{
    private readonly Dictionary<string, Delegate> _handlers = new(StringComparer.Ordinal);
    private readonly FinalBlockFeed _feed;

    /// <summary>Joins the node's parts.</summary>
    public NodeApi(NodeApiParts parts)
    {
        _feed = parts.Feed;
        ChainMethods chain = new(parts);
        TransactionMethods transactions = new(parts, chain);
        ObjectMethods objects = new(parts);
        PoolMethods pools = new(parts);
        Handle(ApiCatalogue.ChainInfo, (_, _) => Task.FromResult(chain.Info()));
        Handle(ApiCatalogue.ChainGenesis, (_, _) => Task.FromResult(parts.Facts.Genesis));
        Handle(ApiCatalogue.ChainBlock, chain.BlockAsync);
        Handle(ApiCatalogue.ChainBlocks, (query, _) => Task.FromResult(chain.Blocks(query)));
        Handle(ApiCatalogue.ChainHeader, chain.HeaderAsync);
        Handle(ApiCatalogue.TransactionSubmit, transactions.SubmitAsync);
        Handle(ApiCatalogue.TransactionGet, transactions.GetAsync);
        Handle(ApiCatalogue.TransactionProve, transactions.ProveAsync);
        Handle(ApiCatalogue.ObjectGet, (query, _) => Task.FromResult(objects.Get(query)));
        Handle(ApiCatalogue.ObjectProve, (query, _) => Task.FromResult(objects.Prove(query)));
        Handle(ApiCatalogue.AddressCoins, (query, _) => Task.FromResult(objects.Coins(query)));
        Handle(ApiCatalogue.AddressProve, (query, _) => Task.FromResult(objects.ProveCoins(query)));
        Handle(ApiCatalogue.AddressBalance, (query, _) => Task.FromResult(objects.Balance(query)));
        Handle(ApiCatalogue.AddressHistory, (query, _) => Task.FromResult(objects.History(query)));
        Handle(ApiCatalogue.NetworkStatus, (_, _) => Task.FromResult(NetworkMethod.Status(parts)));
        Handle(ApiCatalogue.StateSupply, (_, _) => Task.FromResult(parts.Facts.Supply()));
        Handle(ApiCatalogue.PoolList, (_, _) => Task.FromResult(pools.List()));
        Handle(ApiCatalogue.PrivateBlocks, pools.BlocksAsync);
        Handle(ApiCatalogue.PrivateNotes, (query, _) => Task.FromResult(pools.Notes(query)));
        Handle(ApiCatalogue.PrivateAnchors, (query, _) => Task.FromResult(pools.Anchors(query)));
        Handle(ApiCatalogue.PrivateTag, (query, _) => Task.FromResult(pools.Tag(query)));
    }

    /// <inheritdoc/>
    public Task<TResult> CallAsync<TParameters, TResult>(
        ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
        where TParameters : notnull
        where TResult : notnull =>
        ((Func<TParameters, CancellationToken, Task<TResult>>)_handlers[method.Name])(parameters, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<BlockSummary> BlocksAsync(CancellationToken cancellationToken) => _feed.FollowAsync(cancellationToken);

    private void Handle<TParameters, TResult>(
        ApiMethod<TParameters, TResult> method, Func<TParameters, CancellationToken, Task<TResult>> handler)
        where TParameters : notnull
        where TResult : notnull => _handlers.Add(method.Name, handler);
}
