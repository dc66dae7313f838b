using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Komandor.Node.Configuration;

namespace Komandor.Node.Tests.Api;

public sealed class WebSocketTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task Socket_CallAndSubscription_Work()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using ClientWebSocket socket = await server.ConnectAsync();
        await SendAsync(socket, """{"jsonrpc":"2.0","id":1,"method":"chain_info"}""");
        Assert.Equal("7", (await ReceiveAsync(socket))!.Value.GetProperty("result").GetProperty("height").GetString());
        await SendAsync(socket, """{"jsonrpc":"2.0","id":2,"method":"subscribe_blocks"}""");
        Assert.Equal("blocks", (await ReceiveAsync(socket))!.Value.GetProperty("result").GetString());
        server.Node.Publish(FakeNodeApi.Summary(8));
        JsonElement block = (await ReceiveAsync(socket))!.Value;
        Assert.Equal("block", block.GetProperty("method").GetString());
        Assert.Equal("8", block.GetProperty("params").GetProperty("height").GetString());
        await SendAsync(socket, """{"jsonrpc":"2.0","id":3,"method":"unsubscribe"}""");
        Assert.True((await ReceiveAsync(socket))!.Value.GetProperty("result").GetBoolean());
        await SendAsync(socket, """{"jsonrpc":"2.0","id":4,"method":"unsubscribe"}""");
        Assert.False((await ReceiveAsync(socket))!.Value.GetProperty("result").GetBoolean());
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", _none);
    }

    [Fact]
    public async Task Socket_ReaderThatIsTooSlow_IsToldAndClosed()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ApiServerOptions { WebSocketQueueLength = 4 });
        using ClientWebSocket socket = await server.ConnectAsync();
        await SendAsync(socket, """{"jsonrpc":"2.0","id":2,"method":"subscribe_blocks"}""");
        await ReceiveAsync(socket);

        // Nobody reads; the buffers of both systems fill, then the queue.
        for (ulong height = 0; height < 60_000 && socket.State == WebSocketState.Open; height++)
        {
            server.Node.Publish(FakeNodeApi.Summary(height));
        }

        while (await ReceiveAsync(socket) is not null)
        {
        }

        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
        Assert.StartsWith("Too slow", socket.CloseStatusDescription, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Socket_MessageAboveTheLimit_IsClosed()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ApiServerOptions { MaximumRequestSizeBytes = 1000 });
        using ClientWebSocket socket = await server.ConnectAsync();
        await SendAsync(socket, new string(' ', 2000));
        Assert.Null(await ReceiveAsync(socket));
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, socket.CloseStatus);
    }

    [Theory]
    [InlineData(1, 128)]
    [InlineData(256, 1)]
    public async Task Connect_BeyondTheLimitOrFromAnotherPage_IsRefused(int ofAll, int ofOneAddress)
    {
        await using RunningServer server = await RunningServer.StartAsync(
            new ApiServerOptions { MaximumWebSockets = ofAll, MaximumWebSocketsPerAddress = ofOneAddress });
        await Assert.ThrowsAsync<WebSocketException>(() => server.ConnectAsync("http://evil.example"));
        using ClientWebSocket first = await server.ConnectAsync($"http://{server.Address.Authority}");
        await Assert.ThrowsAsync<WebSocketException>(() => server.ConnectAsync());
        await first.CloseAsync(WebSocketCloseStatus.NormalClosure, "", _none);
        await SpinUntilAsync(async () =>
        {
            try
            {
                using ClientWebSocket next = await server.ConnectAsync();
                return true;
            }
            catch (WebSocketException)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task Socket_ServerStops_IsTold()
    {
        RunningServer server = await RunningServer.StartAsync();
        using ClientWebSocket socket = await server.ConnectAsync();
        Task stopping = server.DisposeAsync().AsTask();
        Assert.Null(await ReceiveAsync(socket));
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", _none);
        await stopping;
    }

    private static async Task SpinUntilAsync(Func<Task<bool>> condition)
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(20);
        }

        Assert.Fail("It did not happen in time.");
    }

    private static Task SendAsync(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, _none);

    private static async Task<JsonElement?> ReceiveAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[64 * 1024];
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(20));
        WebSocketReceiveResult part = await socket.ReceiveAsync(buffer, timeout.Token);
        return part.MessageType == WebSocketMessageType.Close ? null : JsonDocument.Parse(buffer.AsMemory(0, part.Count)).RootElement.Clone();
    }
}
