using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Primitives;
using Komandor.Web.Display;
using Komandor.Web.Explorer.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Komandor.Web.Explorer;

/// <summary>Answers each path with a page. Everything is fetched before a page is rendered, so rendering cannot fail half-way.</summary>
internal sealed class ExplorerPages(ExplorerData data, ExplorerSearch search)
{
    private const int PageLimit = 25;

    internal async Task<IResult> HomeAsync(CancellationToken cancellationToken) =>
        await PageAsync<HomePage>(Status200OK, await data.OverviewAsync(cancellationToken), cancellationToken);

    internal async Task<IResult> BlocksAsync(string? cursor, CancellationToken cancellationToken) => await PageAsync<BlockListPage>(
        Status200OK,
        await data.AskAsync(ApiCatalogue.ChainBlocks, new PageQuery(cursor, PageLimit), cancellationToken),
        cancellationToken,
        first: cursor is null);

    internal async Task<IResult> BlockAsync(string heightOrId, CancellationToken cancellationToken)
    {
        if (ExplorerSearch.TryReadHeight(heightOrId, out ulong height))
        {
            BlockDetails? found = await data.FindAsync(ApiCatalogue.ChainBlock, new BlockQuery(height, null), cancellationToken);
            return found is not null
                ? await PageAsync<BlockDetailPage>(Status200OK, found, cancellationToken)
                : await NoticeAsync(Status404NotFound, await search.NoSuchHeightAsync(height, cancellationToken), cancellationToken);
        }

        if (!BlockId.TryParse(heightOrId, out BlockId id))
        {
            return await NoticeAsync(
                Status400BadRequest, Misnamed("block", "its height, or its id of 64 hexadecimal digits"), cancellationToken);
        }

        BlockDetails? block = await data.FindAsync(ApiCatalogue.ChainBlock, new BlockQuery(null, id.ToString()), cancellationToken);
        return block is not null
            ? await PageAsync<BlockDetailPage>(Status200OK, block, cancellationToken)
            : await NoticeAsync(Status404NotFound, Missing("block", heightOrId), cancellationToken);
    }

    internal async Task<IResult> TransactionAsync(string text, CancellationToken cancellationToken)
    {
        if (!TransactionId.TryParse(text, out TransactionId id))
        {
            return await NoticeAsync(Status400BadRequest, Misnamed("transaction", "its id of 64 hexadecimal digits"), cancellationToken);
        }

        TransactionDetails? transaction = await data.FindAsync(
            ApiCatalogue.TransactionGet, new TransactionQuery(id.ToString(), null), cancellationToken);
        return transaction is not null && transaction.State != TransactionState.Unknown
            ? await PageAsync<TransactionPage>(
                Status200OK, new TransactionView(transaction, await BlockFinalityAsync(transaction, cancellationToken)), cancellationToken)
            : await NoticeAsync(Status404NotFound, Missing("transaction", text), cancellationToken);
    }

    // Only the member at which a transaction was handed in has measured it; any that saw its block become final knows that.
    private async Task<int?> BlockFinalityAsync(TransactionDetails transaction, CancellationToken cancellationToken) =>
        transaction is { State: TransactionState.Final, FinalityMs: null, Height: ulong height }
        && await data.FindAsync(ApiCatalogue.ChainBlock, new BlockQuery(height, null), cancellationToken) is { } block
            ? block.Summary.FinalityMs
            : null;

    internal async Task<IResult> ObjectAsync(string text, CancellationToken cancellationToken)
    {
        if (!ObjectId.TryParse(text, out ObjectId id))
        {
            return await NoticeAsync(Status400BadRequest, Misnamed("object", "its id of 64 hexadecimal digits"), cancellationToken);
        }

        ObjectDetails? found = await data.FindAsync(ApiCatalogue.ObjectGet, new ObjectQuery(id.ToString()), cancellationToken);
        return found is not null
            ? await PageAsync<ObjectPage>(Status200OK, found, cancellationToken)
            : await NoticeAsync(Status404NotFound, Missing("object", text), cancellationToken);
    }

    internal async Task<IResult> AddressAsync(string address, string? coins, string? history, CancellationToken cancellationToken)
    {
        AddressBalance balance;
        try
        {
            balance = await data.AskAsync(ApiCatalogue.AddressBalance, new AddressQuery(address, null, null), cancellationToken);
        }
        catch (ApiException refusal) when (refusal.Code == ApiErrorCode.InvalidParameters)
        {
            Notice notice = new("This is no address", refusal.Message, address, ShowsSearchHelp: true);
            return await NoticeAsync(Status400BadRequest, notice, cancellationToken);
        }

        AddressView view = new(
            balance,
            await data.AskAsync(ApiCatalogue.AddressCoins, new AddressQuery(address, coins, PageLimit), cancellationToken),
            await data.AskAsync(ApiCatalogue.AddressHistory, new AddressQuery(address, history, PageLimit), cancellationToken),
            coins,
            history);
        return await PageAsync<AddressPage>(Status200OK, view, cancellationToken);
    }

    internal async Task<IResult> SearchAsync(string? query, CancellationToken cancellationToken)
    {
        SearchOutcome outcome = await search.FindAsync(query, cancellationToken);
        return outcome.Hit is not null
            ? TypedResults.Redirect(outcome.Hit)
            : await NoticeAsync(outcome.Status, outcome.Notice!, cancellationToken);
    }

    /// <summary>A path that nothing serves: a page for a person, a short text for a program.</summary>
    internal async Task<IResult> NowhereAsync(HttpRequest request, CancellationToken cancellationToken) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? await NoticeAsync(
                Status404NotFound,
                new Notice("There is no such page", "Look for what you need in the search box.", ShowsSearchHelp: true),
                cancellationToken)
            : TypedResults.Text("There is no such page.\n", "text/plain", statusCode: Status404NotFound);

    /// <summary>The node refused; the page says what it said.</summary>
    internal Task<IResult> RefusedAsync(ApiException refusal, CancellationToken cancellationToken) => refusal.Code switch
    {
        ApiErrorCode.NotFound =>
            NoticeAsync(Status404NotFound, new Notice("Not found", refusal.Message, ShowsSearchHelp: true), cancellationToken),
        ApiErrorCode.InvalidParameters =>
            NoticeAsync(Status400BadRequest, new Notice("The node does not understand this", refusal.Message), cancellationToken),
        ApiErrorCode.LimitExceeded =>
            NoticeAsync(Status429TooManyRequests, new Notice("Too much at once", refusal.Message), cancellationToken),
        ApiErrorCode.Busy or ApiErrorCode.NotReady => NoticeAsync(
            Status503ServiceUnavailable,
            new Notice("The node cannot serve this now", refusal.Message, RefreshMs: 2_000),
            cancellationToken),
        ApiErrorCode.ParseError or ApiErrorCode.InvalidRequest or ApiErrorCode.MethodNotFound or ApiErrorCode.InternalError
            or ApiErrorCode.TransactionRefused => FailedAsync(cancellationToken),
        _ => throw new InvalidOperationException($"An error code that this program does not know: {refusal.Code}."),
    };

    /// <summary>The explorer failed; the node's log says more.</summary>
    internal Task<IResult> FailedAsync(CancellationToken cancellationToken) => NoticeAsync(
        Status500InternalServerError,
        new Notice("This page failed", "That is a fault of the node; its log says more. Other pages may still work."),
        cancellationToken);

    private static Notice Missing(string kind, string name) => new(
        $"This node knows no such {kind}",
        $"{ShortText.Of(name)} may be mistyped, belong to another network, or be too new for this node.",
        name,
        ShowsSearchHelp: true);

    private static Notice Misnamed(string kind, string named) =>
        new($"This names no {kind}", $"A {kind} is named by {named}.", ShowsSearchHelp: true);

    private Task<IResult> NoticeAsync(int status, Notice notice, CancellationToken cancellationToken) =>
        PageAsync<NoticePage>(status, notice, cancellationToken);

    private async Task<IResult> PageAsync<TPage>(int status, object model, CancellationToken cancellationToken, bool first = true)
        where TPage : IComponent
    {
        Dictionary<string, object?> parameters = new()
        {
            ["Context"] = await data.ContextAsync(cancellationToken),
            ["Model"] = model,
        };
        if (!first)
        {
            parameters["First"] = false;
        }

        return new PageResult<TPage>(status, parameters);
    }
}
