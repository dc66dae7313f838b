using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Komandor.Api;
using Komandor.Node.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Komandor.Node.Api;

/// <summary>The node's web server.</summary>
/// <remarks>The host registers <see cref="INodeApi"/> and <see cref="IReadinessSource"/>, and may map pages of its own beside:
/// <code>
/// WebApplicationBuilder builder = NodeServer.CreateBuilder(options);
/// builder.Services.AddSingleton&lt;INodeApi&gt;(...); builder.Services.AddSingleton&lt;IReadinessSource&gt;(...);
/// WebApplication application = builder.Build();
/// application.MapNodeServer();
/// </code></remarks>
public static class NodeServer
{
    /// <summary>A builder with the server's limits, hosts and services set.</summary>
    /// <exception cref="FormatException">The host to listen on is no IP address.</exception>
    public static WebApplicationBuilder CreateBuilder(ApiServerOptions options)
    {
        // Neither settings files nor environment: the node has read its own already.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Komandor.Node" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaximumRequestSizeBytes;
            kestrel.Limits.MaxConcurrentConnections = options.MaximumConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = options.MaximumWebSockets + 1;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.MaxRequestLineSize = 8 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
            AddressCounter connections = new(options.MaximumConnectionsPerAddress);
            kestrel.Listen(IPAddress.Parse(options.Host), options.Port, listen => listen.Use(next => connection => ServeAsync(connection, next, connections)));
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddHostFiltering(filtering => filtering.AllowedHosts = [.. options.AllowedHosts]);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(_ => new AddressLimiter(options));
        builder.Services.AddSingleton<PrometheusExposition>(_ => new PrometheusExposition());
        builder.Services.AddSingleton(services => new JsonRpcProcessor(
            services.GetRequiredService<INodeApi>(), options, services.GetRequiredService<ILogger<JsonRpcProcessor>>()));
        return builder;
    }

    /// <summary>Maps the API, its documents and what watches the node; pages of the host may be mapped before or after.</summary>
    public static void MapNodeServer(this WebApplication application)
    {
        IServiceProvider services = application.Services;
        ApiServerOptions options = services.GetRequiredService<ApiServerOptions>();
        INodeApi api = services.GetRequiredService<INodeApi>();
        AddressLimiter limiter = services.GetRequiredService<AddressLimiter>();
        JsonRpcProcessor processor = services.GetRequiredService<JsonRpcProcessor>();
        RequestGate gate = new(options, limiter);
        application.UseHostFiltering();
        application.Use(next => context => gate.PassAsync(context, next));
        application.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20), KeepAliveTimeout = TimeSpan.FromSeconds(20) });
        application.MapPost("/rpc", new RpcEndpoint(processor, limiter).AnswerAsync);
        application.Map("/ws", new WebSocketEndpoint(api, processor, limiter, options, application.Lifetime).AnswerAsync);
        new RestEndpoints(api, options, services.GetRequiredService<ILogger<RestEndpoints>>()).Map(application);
        new WatchEndpoints(services.GetRequiredService<IReadinessSource>(), services.GetRequiredService<PrometheusExposition>()).Map(application);
        MapDocument(application, "/openrpc.json", OpenRpcDocument.Create());
        MapDocument(application, "/openapi.json", OpenApiDocument.Create());
    }

    // Idle connections pass no gate of requests, so they are counted where they are made.
    private static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next, AddressCounter connections)
    {
        IPAddress? address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (!connections.TryEnter(address))
        {
            connection.Abort();
            return;
        }

        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            connections.Leave(address);
        }
    }

    private static void MapDocument(IEndpointRouteBuilder endpoints, string path, JsonObject document)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(document);
        endpoints.MapGet(path, context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
        });
    }
}
