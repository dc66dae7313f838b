using System.Globalization;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Primitives;
using Komandor.Web.Display;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Komandor.Web.Explorer;

/// <summary>The one search box: tells by its form what a text can be, and asks the node which of these it is.</summary>
internal sealed class ExplorerSearch(ExplorerData data)
{
    /// <summary>The longest text that is searched for, in characters; it must fit into an address line together with its escapes.</summary>
    internal const int MaximumLength = 2_000;

    private const int HeightDigits = 20;

    /// <summary>Where <paramref name="query"/> leads.</summary>
    internal async Task<SearchOutcome> FindAsync(string? query, CancellationToken cancellationToken)
    {
        string text = (query ?? "").Trim();
        if (text.Length == 0)
        {
            return Explain(Status400BadRequest, new Notice("Nothing to search for", "Type something into the box.", "", true));
        }

        if (text.Length > MaximumLength)
        {
            return Explain(
                Status400BadRequest,
                new Notice("Too long", $"At most {AmountFormat.Count(MaximumLength)} characters are searched for.", "", true));
        }

        if (PrivateText.Explain(text) is { } notice)
        {
            return Explain(Status400BadRequest, notice);
        }

        if (TryReadHeight(text, out ulong height))
        {
            BlockDetails? block = await data.FindAsync(ApiCatalogue.ChainBlock, new BlockQuery(height, null), cancellationToken);
            return block is not null
                ? Hit(Links.Block(height))
                : Explain(Status404NotFound, await NoSuchHeightAsync(height, cancellationToken));
        }

        string digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        return Hash256.TryParse(digits, out Hash256 id)
            ? await FindIdAsync(id.ToString(), cancellationToken)
            : await FindAddressAsync(text, cancellationToken);
    }

    /// <summary>Reads a block's height; commas, blanks and a leading # are what people type with it.</summary>
    internal static bool TryReadHeight(string text, out ulong height)
    {
        string digits = text.TrimStart('#').Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        height = 0;
        return digits.Length <= HeightDigits && ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out height);
    }

    /// <summary>Says which heights there are.</summary>
    internal async Task<Notice> NoSuchHeightAsync(ulong height, CancellationToken cancellationToken)
    {
        string newest = AmountFormat.Count(await data.HeightAsync(cancellationToken));
        string asked = AmountFormat.Count(height);
        return new Notice($"There is no block {asked}", $"The newest final block that this node knows is {newest}.", asked);
    }

    private async Task<SearchOutcome> FindIdAsync(string id, CancellationToken cancellationToken)
    {
        Task<TransactionDetails?> transaction =
            data.FindAsync(ApiCatalogue.TransactionGet, new TransactionQuery(id, null), cancellationToken);
        Task<ObjectDetails?> found = data.FindAsync(ApiCatalogue.ObjectGet, new ObjectQuery(id), cancellationToken);
        Task<BlockDetails?> block = data.FindAsync(ApiCatalogue.ChainBlock, new BlockQuery(null, id), cancellationToken);
        await Task.WhenAll(transaction, found, block);
        if (await transaction is { State: not TransactionState.Unknown })
        {
            return Hit(Links.Transaction(id));
        }

        if (await found is not null)
        {
            return Hit(Links.Object(id));
        }

        return await block is not null
            ? Hit(Links.Block(id))
            : Explain(Status404NotFound, new Notice(
                "This node knows nothing by that id",
                "It is neither a block, a transaction nor an object here. It may be mistyped, belong to another network, or be too new "
                    + "for this node.",
                id));
    }

    private async Task<SearchOutcome> FindAddressAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            await data.AskAsync(ApiCatalogue.AddressBalance, new AddressQuery(text, null, null), cancellationToken);
            return Hit(Links.Address(text));
        }
        catch (ApiException refusal) when (refusal.Code is ApiErrorCode.InvalidParameters or ApiErrorCode.NotFound)
        {
            string wrong = text.Length != 64 && text.All(char.IsAsciiHexDigit)
                ? $"An id has 64 hexadecimal digits; this has {text.Length}."
                : refusal.Message;
            return Explain(Status400BadRequest, new Notice("This is nothing that can be found", wrong, text, true));
        }
    }

    private static SearchOutcome Hit(string path) => new(path, null, Status302Found);

    private static SearchOutcome Explain(int status, Notice notice) => new(null, notice, status);
}
