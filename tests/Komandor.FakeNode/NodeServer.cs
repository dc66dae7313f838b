using System.Net;
using System.Net.WebSockets;
using System.Reflection;
using System.Text.Json;
using Komandor.Api;
using Komandor.Api.Json;
using Komandor.Api.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Komandor.FakeNode;

/// <summary>Speaks the node's JSON-RPC and WebSocket over any <see cref="INodeApi"/>, on a free loopback port.</summary>
public sealed class NodeServer : IAsyncDisposable
{
    private static readonly MethodInfo _call = typeof(NodeServer).GetMethod(nameof(CallAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly INodeApi _api;
    private readonly WebApplication _application;

    private NodeServer(INodeApi api)
    {
        _api = api;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.UseWebSockets();
        _application.MapPost("/rpc", RpcAsync);
        _application.Map("/ws", BlocksAsync);
    }

    /// <summary>The address to give to a client.</summary>
    public Uri Endpoint => new(_application.Urls.Single());

    /// <summary>Answers a request in place of the API when it returns true; for planting failures.</summary>
    public Func<HttpContext, string, Task<bool>> Intercept { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Starts to serve <paramref name="api"/>.</summary>
    public static async Task<NodeServer> StartAsync(INodeApi api)
    {
        NodeServer server = new(api);
        await server._application.StartAsync();
        return server;
    }

    /// <summary>Stops.</summary>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource atOnce = new();
        await atOnce.CancelAsync();
        await _application.StopAsync(atOnce.Token);
        await _application.DisposeAsync();
    }

    private static async Task<object> CallAsync<TParameters, TResult>(
        INodeApi api, ApiMethod<TParameters, TResult> method, JsonElement parameters, CancellationToken cancellationToken)
        where TParameters : notnull
        where TResult : notnull =>
        await api.CallAsync(method, parameters.Deserialize<TParameters>(ApiJson.Options)!, cancellationToken);

    private static object Refusal(JsonElement id, ApiException refusal) => new
    {
        jsonrpc = "2.0",
        id,
        error = new { code = (int)refusal.Code, message = refusal.Message, data = new { fault = refusal.Fault, retryAfterMs = refusal.RetryAfterMs } },
    };

    private async Task RpcAsync(HttpContext context)
    {
        using JsonDocument request = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        string name = request.RootElement.GetProperty("method").GetString()!;
        if (await Intercept(context, name))
        {
            return;
        }

        JsonElement id = request.RootElement.GetProperty("id");
        object envelope;
        try
        {
            ApiMethod method = ApiCatalogue.All.Single(one => one.Name == name);
            object[] arguments = [_api, method, request.RootElement.GetProperty("params"), context.RequestAborted];
            MethodInfo call = _call.MakeGenericMethod(method.ParametersType, method.ResultType);
            envelope = new { jsonrpc = "2.0", id, result = await (Task<object>)call.Invoke(null, arguments)! };
        }
        catch (ApiException refusal)
        {
            envelope = Refusal(id, refusal);
        }

        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(envelope, ApiJson.Options), context.RequestAborted);
    }

    private async Task BlocksAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[4096];
        ValueWebSocketReceiveResult received = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
        using JsonDocument request = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
        await SendAsync(socket, new { jsonrpc = "2.0", id = request.RootElement.GetProperty("id"), result = true }, context.RequestAborted);
        await foreach (BlockSummary block in _api.BlocksAsync(context.RequestAborted))
        {
            await SendAsync(socket, new { jsonrpc = "2.0", method = "block", @params = block }, context.RequestAborted);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    private static async Task SendAsync(WebSocket socket, object message, CancellationToken cancellationToken) =>
        await socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(message, ApiJson.Options), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
}
