using Komandor.Api;

namespace Komandor.Node.Api;

/// <summary>A way to read the catalogue by GET.</summary>
/// <param name="Path">The path below <c>/api/v1</c>; a part in braces is a parameter of the method.</param>
/// <param name="Method">The method that it calls with the path's and the query's parameters.</param>
internal sealed record RestRoute(string Path, ApiMethod Method)
{
    /// <summary>The name of the part that is a block's height or its id.</summary>
    internal const string HeightOrId = "heightOrId";

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<RestRoute> All { get; } =
    [
        new("/chain", ApiCatalogue.ChainInfo),
        new("/chain/genesis", ApiCatalogue.ChainGenesis),
        new("/blocks", ApiCatalogue.ChainBlocks),
        new("/blocks/{heightOrId}", ApiCatalogue.ChainBlock),
        new("/blocks/{heightOrId}/header", ApiCatalogue.ChainHeader),
        new("/transactions/{id}", ApiCatalogue.TransactionGet),
        new("/transactions/{id}/proof", ApiCatalogue.TransactionProve),
        new("/objects/{id}", ApiCatalogue.ObjectGet),
        new("/objects/{id}/proof", ApiCatalogue.ObjectProve),
        new("/addresses/{address}/coins", ApiCatalogue.AddressCoins),
        new("/addresses/{address}/proof", ApiCatalogue.AddressProve),
        new("/addresses/{address}/balance", ApiCatalogue.AddressBalance),
        new("/addresses/{address}/history", ApiCatalogue.AddressHistory),
        new("/network", ApiCatalogue.NetworkStatus),
        new("/supply", ApiCatalogue.StateSupply),
        new("/pools", ApiCatalogue.PoolList),
        new("/pools/{tier}/notes", ApiCatalogue.PrivateNotes),
        new("/pools/{tier}/anchors", ApiCatalogue.PrivateAnchors),
        new("/pools/{tier}/tags/{tag}", ApiCatalogue.PrivateTag),
        new("/private/blocks", ApiCatalogue.PrivateBlocks),
    ];
}
