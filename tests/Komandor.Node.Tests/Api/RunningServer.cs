using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Komandor.Api;
using Komandor.Node.Api;
using Komandor.Node.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Komandor.Node.Tests.Api;

/// <summary>The server on a port of its own, over a fake node.</summary>
internal sealed class RunningServer : IAsyncDisposable, IReadinessSource
{
    private readonly WebApplication _application;

    private RunningServer(ApiServerOptions options)
    {
        WebApplicationBuilder builder = NodeServer.CreateBuilder(options with { Port = 0 });
        builder.Services.AddSingleton<INodeApi>(Node);
        builder.Services.AddSingleton<IReadinessSource>(this);
        _application = builder.Build();
        _application.MapNodeServer();
    }

    internal FakeNodeApi Node { get; } = new();

    internal Readiness Readiness { get; set; } = Readiness.Ready;

    internal HttpClient Http { get; } = new();

    internal Uri Address => Http.BaseAddress!;

    internal static async Task<RunningServer> StartAsync(ApiServerOptions? options = null)
    {
        RunningServer server = new(options ?? new ApiServerOptions());
        await server._application.StartAsync();
        server.Http.BaseAddress = new Uri(server._application.Urls.Single());
        return server;
    }

    public Readiness Current() => Readiness;

    internal async Task<(int Status, JsonElement Body)> PostAsync(string body, string type = "application/json")
    {
        using StringContent content = new(body, Encoding.UTF8, type);
        using HttpResponseMessage response = await Http.PostAsync(new Uri("rpc", UriKind.Relative), content);
        byte[] bytes = await response.Content.ReadAsByteArrayAsync();
        return ((int)response.StatusCode, bytes.Length == 0 ? default : JsonDocument.Parse(bytes).RootElement);
    }

    internal async Task<(HttpResponseMessage Response, JsonElement Body)> GetAsync(string path)
    {
        HttpResponseMessage response = await Http.GetAsync(new Uri(path, UriKind.Relative));
        return (response, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    internal async Task<ClientWebSocket> ConnectAsync(string? origin = null)
    {
        ClientWebSocket socket = new();
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        await socket.ConnectAsync(new UriBuilder(Address) { Scheme = "ws", Path = "/ws" }.Uri, CancellationToken.None);
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _application.StopAsync();
        await _application.DisposeAsync();
    }
}
