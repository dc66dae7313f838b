using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Node.Api;
using Komandor.Node.Configuration;

namespace Komandor.Node.Tests.Api;

public sealed class HttpTests
{
    [Fact]
    public async Task Get_EveryRoute_AnswersInJsonThatNoBrowserTakesForAPage()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        foreach (RestRoute route in RestRoute.All)
        {
            string path = route.Path.Replace("{heightOrId}", "7", StringComparison.Ordinal).Replace("{id}", "ab", StringComparison.Ordinal)
                .Replace("{address}", "kmdt1", StringComparison.Ordinal).Replace("{tier}", "ring", StringComparison.Ordinal);
            (HttpResponseMessage response, _) = await server.GetAsync("api/v1" + path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
            Assert.DoesNotContain("<script>", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task Get_BlockByHeightOrId_AsksForThat()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await server.GetAsync("api/v1/blocks/12");
        await server.GetAsync("api/v1/blocks/" + new string('1', 64));
        await server.GetAsync("api/v1/blocks?limit=5&cursor=AQ");
        Assert.Equal([new BlockQuery(12, null), new BlockQuery(null, new string('1', 64)), new PageQuery("AQ", 5)], server.Node.Calls);
    }

    [Theory]
    [InlineData("api/v1/nothing", 404, "NotFound")]
    [InlineData("api/v1/chain?x=1", 400, "InvalidParameters")]
    [InlineData("api/v1/blocks?limit=many", 400, "InvalidParameters")]
    [InlineData("api/v1/blocks?limit=1&limit=2", 400, "InvalidParameters")]
    [InlineData("api/v1/transactions/ab?waitMs=-1", 400, "InvalidParameters")]
    [InlineData("ws", 400, "InvalidRequest")]
    public async Task Get_WhatIsWrong_IsAProblem(string path, int status, string title)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        (HttpResponseMessage response, JsonElement body) = await server.GetAsync(path);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(title, body.GetProperty("title").GetString());
        Assert.Equal(status, body.GetProperty("status").GetInt32());
        Assert.NotEmpty(body.GetProperty("detail").GetString()!);
    }

    [Theory]
    [InlineData(ApiErrorCode.NotFound, 404)]
    [InlineData(ApiErrorCode.Busy, 503)]
    [InlineData(ApiErrorCode.NotReady, 503)]
    [InlineData(ApiErrorCode.LimitExceeded, 429)]
    [InlineData(ApiErrorCode.InternalError, 500)]
    public async Task Get_RefusedByTheNode_HasItsStatusAndRetryAfter(ApiErrorCode code, int status)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        server.Node.Before = (_, _) => throw new ApiException(code, "No.", "SomeFault", 1500);
        (HttpResponseMessage response, JsonElement body) = await server.GetAsync("api/v1/chain");
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("SomeFault", body.GetProperty("fault").GetString());
        Assert.Equal("2", response.Headers.GetValues("Retry-After").Single());
    }

    [Fact]
    public async Task Get_MoreThanTheShare_IsTooManyRequests()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ApiServerOptions { BurstCallsPerAddress = 2, CallsPerSecondPerAddress = 1 });
        HttpResponseMessage response = null!;
        for (int call = 0; call < 20 && response?.StatusCode != HttpStatusCode.TooManyRequests; call++)
        {
            (response, _) = await server.GetAsync("api/v1/chain");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);

        // What watches the node passes.
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("healthz")).Response.StatusCode);
    }

    [Theory]
    [InlineData(1, 512)]
    [InlineData(1024, 1)]
    public async Task Get_MoreAtOnceThanAllowed_IsRefused(int ofAll, int ofOneAddress)
    {
        await using RunningServer server = await RunningServer.StartAsync(
            new ApiServerOptions { MaximumConcurrentRequests = ofAll, MaximumConcurrentRequestsPerAddress = ofOneAddress });
        TaskCompletionSource entered = new(), leave = new();
        server.Node.Before = (_, _) =>
        {
            entered.SetResult();
            return leave.Task;
        };
        Task<(HttpResponseMessage, JsonElement)> first = server.GetAsync("api/v1/chain");
        await entered.Task;
        (HttpResponseMessage second, _) = await server.GetAsync("api/v1/chain");
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        (int status, JsonElement rpc) = await server.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"chain_info"}""");
        Assert.Equal((429, -32004), (status, rpc.GetProperty("error").GetProperty("code").GetInt32()));
        leave.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).Item1.StatusCode);
    }

    [Fact]
    public async Task Metrics_MoreThanTheShare_AreTooManyRequests()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ApiServerOptions { BurstCallsPerAddress = 200, CallsPerSecondPerAddress = 1 });
        HttpStatusCode status = HttpStatusCode.OK;
        int calls = 0;
        for (; calls < 40 && status == HttpStatusCode.OK; calls++)
        {
            using HttpResponseMessage response = await server.Http.GetAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
            status = response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.True(calls > 5);
    }

    [Fact]
    public async Task Connect_MoreThanAnAddressMay_IsClosedAtOnce()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ApiServerOptions { MaximumConnectionsPerAddress = 2 });
        using TcpClient first = new(), second = new(), third = new();
        await first.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
        await second.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);

        // The third is closed; the others are idle, and stay.
        Assert.True(await IsClosedAsync(third, server.Address));
        await first.GetStream().WriteAsync("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.True(await ReadAsync(first) > 0);
    }

    // A reset may arrive before the connecting side has seen its own connection stand.
    private static async Task<bool> IsClosedAsync(TcpClient client, Uri address)
    {
        try
        {
            await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
            return await ReadAsync(client) == 0;
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            return true;
        }
    }

    private static async Task<int> ReadAsync(TcpClient client) =>
        await client.GetStream().ReadAsync(new byte[4096], TestContext.Current.CancellationToken);

    [Fact]
    public async Task Get_ForeignHost_IsRefused()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri("healthz", UriKind.Relative));
        request.Headers.Host = "evil.example";
        using HttpResponseMessage response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Readyz_NotReady_SaysWhyAndHowFar()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("readyz")).Response.StatusCode);
        server.Readiness = new Readiness(ReadinessReason.CatchingUp, "Learning blocks.", "3 of 10 blocks", 30, 1200);
        (HttpResponseMessage response, JsonElement body) = await server.GetAsync("readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("catchingUp", body.GetProperty("reason").GetString());
        Assert.Equal("3 of 10 blocks", body.GetProperty("progress").GetString());
        Assert.Equal(1200, body.GetProperty("remainingMs").GetInt64());
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("healthz")).Response.StatusCode);
    }
}
