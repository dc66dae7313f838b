using Komandor.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Komandor.Web.Explorer;

/// <summary>Hosts the explorer inside a node's own web server. It reads through <see cref="INodeApi"/> alone.</summary>
/// <remarks>Pages are rendered on the server and need no script; a script refreshes what changes, shortens waits and copies ids.</remarks>
public static class ExplorerEndpoints
{
    private static readonly string[] _reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Registers what the explorer needs. The host registers <see cref="INodeApi"/>, and may register a
    /// <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddExplorer(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ExplorerData>();
        services.AddSingleton<ExplorerSearch>();
        services.AddSingleton<ExplorerPages>();
        return services;
    }

    /// <summary>Maps the pages at the root, and a page for every other path that a browser asks for and nothing else serves.</summary>
    public static IEndpointRouteBuilder MapExplorer(this IEndpointRouteBuilder endpoints)
    {
        // No page belongs into the documents of the node's API.
        RouteGroupBuilder pages = endpoints.MapGroup("").ExcludeFromDescription();
        pages.AddEndpointFilter<ExplorerGuard>();
        pages.MapMethods("/", _reading, (ExplorerPages explorer, CancellationToken token) => explorer.HomeAsync(token));
        pages.MapMethods("/blocks", _reading, (string? cursor, ExplorerPages explorer, CancellationToken token) =>
            explorer.BlocksAsync(cursor, token));
        pages.MapMethods("/blocks/{heightOrId}", _reading, (string heightOrId, ExplorerPages explorer, CancellationToken token) =>
            explorer.BlockAsync(heightOrId, token));
        pages.MapMethods("/transactions/{id}", _reading, (string id, ExplorerPages explorer, CancellationToken token) =>
            explorer.TransactionAsync(id, token));
        pages.MapMethods("/objects/{id}", _reading, (string id, ExplorerPages explorer, CancellationToken token) =>
            explorer.ObjectAsync(id, token));
        pages.MapMethods("/addresses/{address}", _reading, (string address, string? coins, string? history, ExplorerPages explorer,
            CancellationToken token) => explorer.AddressAsync(address, coins, history, token));
        pages.MapMethods("/search", _reading, (string? q, ExplorerPages explorer, CancellationToken token) =>
            explorer.SearchAsync(q, token));
        pages.MapMethods("/{**path}", _reading, (HttpContext context, ExplorerPages explorer, CancellationToken token) =>
            explorer.NowhereAsync(context.Request, token)).WithOrder(int.MaxValue);
        foreach (WebAsset asset in WebAsset.Explorer)
        {
            endpoints.MapMethods(asset.Path, _reading, asset.WriteAsync).ExcludeFromDescription();
        }

        return endpoints;
    }
}
