using System.Runtime.CompilerServices;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Primitives;

namespace Komandor.Web.Tests.Fakes;

/// <summary>A node's API over <see cref="FakeChain"/>; it can be told to refuse.</summary>
internal sealed class FakeNode(FakeChain chain) : INodeApi
{
    private int _calls;

    /// <summary>Thrown by the method of that name, until it is removed.</summary>
    public Dictionary<string, Exception> Refusals { get; } = [];

    public FakeChain Chain => chain;

    /// <summary>How often the node was asked anything.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public Task<TResult> CallAsync<TParameters, TResult>(
        ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
        where TParameters : notnull
        where TResult : notnull
    {
        Interlocked.Increment(ref _calls);
        return Refusals.TryGetValue(method.Name, out Exception? refusal)
            ? Task.FromException<TResult>(refusal)
            : Task.FromResult((TResult)Answer(method.Name, parameters));
    }

    public async IAsyncEnumerable<BlockSummary> BlocksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    private object Answer(string method, object parameters)
    {
        lock (chain)
        {
            return (method, parameters) switch
            {
                ("chain_info", _) => chain.Info,
                ("network_status", _) => chain.Network,
                ("state_supply", _) => chain.Supply,
                ("pool_list", _) => chain.Pools,
                ("chain_blocks", PageQuery query) => Blocks(query),
                ("chain_block", BlockQuery query) => chain.Blocks.FirstOrDefault(block =>
                    query.Height is ulong height ? block.Summary.Height == height : block.Summary.Id.ToString() == query.Id)
                    ?? throw Missing("block"),
                ("transaction_get", TransactionQuery query) => chain.Transactions.GetValueOrDefault(query.Id) ?? Unknown(query.Id),
                ("object_get", ObjectQuery query) => chain.Objects.GetValueOrDefault(query.Id) ?? throw Missing("object"),
                ("address_balance", AddressQuery query) => Balance(query.Address),
                ("address_coins", AddressQuery query) => Coins(query),
                ("address_history", AddressQuery query) => History(query),
                _ => throw new ApiException(ApiErrorCode.MethodNotFound, $"No method {method}."),
            };
        }
    }

    private BlockPage Blocks(PageQuery query)
    {
        int skip = query.Cursor is null ? 0 : ReadCursor(query.Cursor);
        int limit = query.Limit ?? 50;
        List<BlockSummary> page = [.. chain.Blocks.Select(block => block.Summary).Reverse().Skip(skip).Take(limit)];
        return new BlockPage(page, skip + limit < chain.Blocks.Count ? $"{skip + limit}" : null);
    }

    private AddressBalance Balance(string address)
    {
        FakeChain.RequireAddress(address);
        return new AddressBalance(
            FakeChain.LockOf(address), address, chain.Balances.GetValueOrDefault(address) ?? [], chain.Info.Height);
    }

    private CoinPage Coins(AddressQuery query)
    {
        int skip = query.Cursor is null ? 0 : ReadCursor(query.Cursor);
        int limit = query.Limit ?? 50;
        List<ObjectSummary> all = [.. chain.Objects.Values.Where(one => one.Unspent && one.Object.Address == query.Address).Select(one => one.Object)];
        return new CoinPage([.. all.Skip(skip).Take(limit)], skip + limit < all.Count ? $"{skip + limit}" : null, chain.Info.Height);
    }

    private AddressHistory History(AddressQuery query)
    {
        int skip = query.Cursor is null ? 0 : ReadCursor(query.Cursor);
        int limit = query.Limit ?? 50;
        List<AddressEntry> all = chain.Histories.GetValueOrDefault(query.Address) ?? [];
        return new AddressHistory([.. all.AsEnumerable().Reverse().Skip(skip).Take(limit)], skip + limit < all.Count ? $"{skip + limit}" : null);
    }

    private static TransactionDetails Unknown(string id)
    {
        Assert.True(TransactionId.TryParse(id, out TransactionId parsed));
        return new TransactionDetails(
            parsed, TransactionState.Unknown, null, null, null, null, null, null, null, null, null, null, null, null, [], []);
    }

    private static int ReadCursor(string cursor) => int.TryParse(cursor, out int skip)
        ? skip
        : throw new ApiException(ApiErrorCode.InvalidParameters, "That cursor did not come from this node; begin at the first page.");

    private static ApiException Missing(string kind) => new(ApiErrorCode.NotFound, $"There is no such {kind}.");
}
