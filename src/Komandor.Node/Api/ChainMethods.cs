using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Indexer;
using Komandor.Primitives;

namespace Komandor.Node.Api;

/// <summary>The methods of blocks.</summary>
internal sealed class ChainMethods(NodeApiParts parts)
{
    private const int UsualPage = 50;

    private static readonly string _software = $"komandor/{typeof(ChainMethods).Assembly.GetName().Version!.ToString(3)}";

    internal ChainInfo Info()
    {
        BlockDetails newest = parts.Archive.Details(Summary(Row(new BlockQuery(null, null))), 0) ?? throw NotKept();
        ChainFacts facts = parts.Facts;
        KindTotals kinds = parts.Index.Kinds();
        return new ChainInfo(
            facts.Network, facts.AddressPrefix, facts.ChainId, facts.Shard, newest.Summary.Height, newest.Summary.Id, newest.Summary.Round,
            newest.Summary.Time, newest.StateRoot, facts.PricePerWork, facts.MaximumValidityMs, _software)
        {
            Transactions = new TransactionTotals(kinds.Transparent, kinds.Ring, kinds.Shielded, kinds.Height),
        };
    }

    internal async Task<BlockDetails> BlockAsync(BlockQuery query, CancellationToken cancellationToken)
    {
        if (query.ReceiptsFrom is < 0)
        {
            throw new ApiException(ApiErrorCode.InvalidParameters, "receiptsFrom is a number of 0 or more.");
        }

        BlockRow row = Row(query);
        await parts.Archive.EnsureAsync(row.Height, cancellationToken).ConfigureAwait(false);
        return parts.Archive.Details(Summary(row), query.ReceiptsFrom ?? 0) ?? throw NotKept();
    }

    internal Task<CertifiedHeaderBytes> HeaderAsync(BlockQuery query, CancellationToken cancellationToken) =>
        HeaderAsync(Row(query).Height, cancellationToken);

    internal async Task<CertifiedHeaderBytes> HeaderAsync(ulong height, CancellationToken cancellationToken) =>
        await parts.Archive.LinkedHeaderAsync(height, cancellationToken).ConfigureAwait(false) ?? throw NotKept();

    internal BlockPage Blocks(PageQuery query)
    {
        Page<BlockRow> page = Paged(() => parts.Index.Blocks(query.Cursor, LimitOf(query.Limit)));
        return new BlockPage([.. page.Rows.Select(Summary)], page.NextCursor);
    }

    /// <summary>A block of the index as the API writes it.</summary>
    internal static BlockSummary Summary(BlockRow row) =>
        new(row.Height, row.Id, row.Round, row.Time, row.Executed, row.Rejected, true, row.FinalityMs);

    /// <summary>The rows of a page that a caller may ask for.</summary>
    internal static int LimitOf(int? limit) => limit is null
        ? UsualPage
        : limit is >= 1 and <= IndexReader.LongestPage
            ? limit.Value
            : throw new ApiException(ApiErrorCode.InvalidParameters, $"limit is a number from 1 to {IndexReader.LongestPage}.");

    /// <summary>Reads a page, and says what is wrong with a cursor.</summary>
    internal static TResult Paged<TResult>(Func<TResult> read)
    {
        try
        {
            return read();
        }
        catch (PageCursorException mistake)
        {
            throw new ApiException(ApiErrorCode.InvalidParameters, mistake.Message);
        }
    }

    /// <summary>The refusal of what is final and was pruned.</summary>
    internal static ApiException NotKept() =>
        new(ApiErrorCode.NotFound, "This node does not keep that block, or no certificate of it or of a block close above. Ask a node that keeps all history, or for a later block.");

    private BlockRow Row(BlockQuery query)
    {
        if (query.Height is not null && query.Id is not null)
        {
            throw new ApiException(ApiErrorCode.InvalidParameters, "Name a block by height or by id, not both.");
        }

        if (query.Id is string text)
        {
            return BlockId.TryParse(text, out BlockId id)
                ? parts.Index.Block(id) ?? throw new ApiException(ApiErrorCode.NotFound, "There is no final block of that id.")
                : throw new ApiException(ApiErrorCode.InvalidParameters, "A block's id is 64 hexadecimal digits.");
        }

        ulong height = query.Height ?? parts.Index.LatestHeight() ?? throw new ApiException(
            ApiErrorCode.NotReady, "There is no final block here yet; /readyz says why.", retryAfterMs: 1000);
        return parts.Index.Block(height) ?? throw new ApiException(ApiErrorCode.NotFound, "There is no final block of that height yet.");
    }
}
