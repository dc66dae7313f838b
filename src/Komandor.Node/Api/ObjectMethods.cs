using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Indexer;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Indexes;

namespace Komandor.Node.Api;

/// <summary>The methods of objects and of the locks that hold them.</summary>
internal sealed class ObjectMethods(NodeApiParts parts)
{
    private readonly MessageMapper _mapper = new(parts.Facts.AddressPrefix, parts.Facts.Shard);

    internal ObjectDetails Get(ObjectQuery query)
    {
        ObjectRow row = parts.Index.Object(ReadId(query.Id))
            ?? throw new ApiException(ApiErrorCode.NotFound, "There never was an object of that id in a final block.");
        return new ObjectDetails(
            _mapper.Summary(row.Object),
            row.SpentBy is null,
            row.Object.Content is byte[] content ? MessageMapper.Text(content) : null,
            row.CreatedBy,
            row.SpentBy);
    }

    internal ObjectProofBytes Prove(ObjectQuery query)
    {
        ObjectId id = ReadId(query.Id);
        (LedgerSnapshot state, CertifiedHeaderBytes header) = parts.NewestCertified();
        byte[]? value = state.Get(id.Value);
        return new ObjectProofBytes(
            id.ToString(),
            value is null ? null : Convert.ToHexStringLower(value),
            Convert.ToHexStringLower(state.Prove(id.Value).Encoded.AsSpan()),
            header);
    }

    internal CoinPage Coins(AddressQuery query)
    {
        Ledger.Lock held = _mapper.ReadLock(query.Address);
        (Page<ObjectRow> page, ulong height) = ChainMethods.Paged(
            () => parts.Index.Coins(held.Encoded, query.Cursor, ChainMethods.LimitOf(query.Limit)));
        return new CoinPage([.. page.Rows.Select(row => _mapper.Summary(row.Object))], page.NextCursor, height);
    }

    internal ProvedCoinPage ProveCoins(AddressQuery query)
    {
        ObjectIndex index = parts.Objects ?? throw new ApiException(
            ApiErrorCode.NotFound, "This node keeps no index of its state. Ask one that is run with StateIndex=true, or for address_coins, which proves nothing.");
        Ledger.Lock held = _mapper.ReadLock(query.Address);
        int limit = ChainMethods.LimitOf(query.Limit);
        ObjectId from = query.Cursor is null ? default
            : ObjectId.TryParse(query.Cursor, out ObjectId cursor) ? cursor
            : throw new ApiException(ApiErrorCode.InvalidParameters, "The cursor is not one that this method gave.");
        if (!index.IsWhole)
        {
            throw new ApiException(ApiErrorCode.NotReady, "The index of the state is being made. Try again.", retryAfterMs: 1_000);
        }

        // The state first: the index follows a block that is as new or newer, so what the state has and no later block spent is found.
        (LedgerSnapshot state, CertifiedHeaderBytes header) = parts.NewestCertified();
        IReadOnlyList<ObjectId> found = index.Find(ObjectType.Coin, held, from, limit + 1);
        List<ProvedCoin> coins = [];
        foreach (ObjectId id in found.Take(limit))
        {
            // A coin that a block after the header made is not there yet.
            if (state.Get(id.Value) is byte[] value)
            {
                coins.Add(new ProvedCoin(
                    id.ToString(), Convert.ToHexStringLower(value), Convert.ToHexStringLower(state.Prove(id.Value).Encoded.AsSpan())));
            }
        }

        return new ProvedCoinPage(coins, found.Count > limit ? found[limit].ToString() : null, header);
    }

    internal AddressBalance Balance(AddressQuery query)
    {
        Ledger.Lock held = _mapper.ReadLock(query.Address);
        (IReadOnlyList<BalanceRow> balances, ulong height) = parts.Index.Balances(held.Encoded);
        return new AddressBalance(
            held.ToString(), _mapper.AddressOf(held), [.. balances.Select(row => new AssetAmount(row.Asset, row.Amount, row.Coins))], height);
    }

    internal AddressHistory History(AddressQuery query)
    {
        Ledger.Lock held = _mapper.ReadLock(query.Address);
        Page<HistoryRow> page = ChainMethods.Paged(
            () => parts.Index.History(held.Encoded, query.Cursor, ChainMethods.LimitOf(query.Limit)));
        return new AddressHistory(
            [.. page.Rows.Select(row => new AddressEntry(row.Transaction, row.Height, row.Time, row.Asset, row.Received, row.Spent))], page.NextCursor);
    }

    private static ObjectId ReadId(string text) => ObjectId.TryParse(text, out ObjectId id)
        ? id
        : throw new ApiException(ApiErrorCode.InvalidParameters, "An object's id is 64 hexadecimal digits.");
}
