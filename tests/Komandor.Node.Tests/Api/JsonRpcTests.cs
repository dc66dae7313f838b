using System.Text.Json;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Node.Configuration;

namespace Komandor.Node.Tests.Api;

public sealed class JsonRpcTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await RunningServer.StartAsync(new ApiServerOptions
        {
            MaximumBatchCalls = 3,
            CallTimeoutMs = 200,
            MaximumRequestSizeBytes = 4096,
            CallsPerSecondPerAddress = 10,
            BurstCallsPerAddress = 100,
        });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Post_Request_IsAnsweredWithItsId()
    {
        (int status, JsonElement body) = await _server.PostAsync("""{"jsonrpc":"2.0","id":"x-1","method":"chain_info"}""");
        Assert.Equal(200, status);
        Assert.Equal("2.0", body.GetProperty("jsonrpc").GetString());
        Assert.Equal("x-1", body.GetProperty("id").GetString());
        Assert.Equal("7", body.GetProperty("result").GetProperty("height").GetString());
        Assert.False(body.TryGetProperty("error", out _));
    }

    [Theory]
    [InlineData("{", -32700, null)]
    [InlineData("", -32700, null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"id":2,"method":"chain_info"}""", -32700, null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"\ud800"}""", -32700, null)]
    [InlineData("""{"jsonrpc":"2.0","id":"\udc00","method":"chain_info"}""", -32700, null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"chain_info","params":{"\ud83d":1}}""", -32700, null)]
    [InlineData("[]", -32600, null)]
    [InlineData("1", -32600, null)]
    [InlineData("""{"id":1,"method":"chain_info"}""", -32600, "1")]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"chain_info"}""", -32600, "1")]
    [InlineData("""{"jsonrpc":"2.0","id":{},"method":"chain_info"}""", -32600, null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":5}""", -32600, "1")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"chain_info","params":3}""", -32600, "1")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"no_such"}""", -32601, "1")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"subscribe_blocks"}""", -32601, "1")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"object_get","params":["a"]}""", -32602, "1")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"object_get","params":{}}""", -32602, "1")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"object_get","params":{"id":null}}""", -32602, "1")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"object_get","params":{"id":"a","extra":1}}""", -32602, "1")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"chain_block","params":{"height":-1}}""", -32602, "1")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"transaction_get","params":{"id":"a","waitMs":60001}}""", -32602, "1")]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"chain_info"},1,2,3]""", -32004, null)]
    public async Task Post_WhatIsNoRequest_IsRefusedByItsCode(string request, int code, string? id)
    {
        (int status, JsonElement body) = await _server.PostAsync(request);
        Assert.Equal(200, status);
        Assert.Equal(code, body.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(id ?? "null", body.GetProperty("id").GetRawText());
        Assert.Empty(_server.Node.Calls);
    }

    [Fact]
    public async Task Post_BytesThatAreNoUtf8_AreRefusedAsNoJson()
    {
        byte[] request = """{"jsonrpc":"2.0","id":1,"method":"x"}"""u8.ToArray();
        request[^3] = 0xff;
        using ByteArrayContent content = new(request);
        content.Headers.ContentType = new("application/json");
        using HttpResponseMessage response = await _server.Http.PostAsync(new Uri("rpc", UriKind.Relative), content, TestContext.Current.CancellationToken);
        using JsonDocument body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(-32700, body.RootElement.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Empty(_server.Node.Calls);
    }

    [Fact]
    public async Task Post_Notification_IsCarriedOutAndNotAnswered()
    {
        (int status, _) = await _server.PostAsync("""{"jsonrpc":"2.0","method":"chain_info"}""");
        Assert.Equal(204, status);
        Assert.IsType<NoParameters>(Assert.Single(_server.Node.Calls));
    }

    [Fact]
    public async Task Post_Batch_IsAnsweredInOrderWithoutNotifications()
    {
        (_, JsonElement body) = await _server.PostAsync(
            """[{"jsonrpc":"2.0","id":1,"method":"chain_info"},{"jsonrpc":"2.0","method":"chain_info"},{"jsonrpc":"2.0","id":null,"method":"no"}]""");
        Assert.Equal(2, body.GetArrayLength());
        Assert.Equal(1, body[0].GetProperty("id").GetInt32());
        Assert.Equal(JsonValueKind.Null, body[1].GetProperty("id").ValueKind);
        Assert.Equal(-32601, body[1].GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(204, (await _server.PostAsync("""[{"jsonrpc":"2.0","method":"chain_info"}]""")).Status);
    }

    [Fact]
    public async Task Post_RefusedByTheNode_CarriesFaultAndRetryAfter()
    {
        _server.Node.Before = (_, _) => throw new ApiException(ApiErrorCode.TransactionRefused, "Too cheap.", "FeeTooLow", 250);
        (_, JsonElement body) = await _server.PostAsync(
            """{"jsonrpc":"2.0","id":1,"method":"transaction_submit","params":{"transaction":"00"}}""");
        JsonElement error = body.GetProperty("error");
        Assert.Equal(-32001, error.GetProperty("code").GetInt32());
        Assert.Equal("FeeTooLow", error.GetProperty("data").GetProperty("fault").GetString());
        Assert.Equal(250, error.GetProperty("data").GetProperty("retryAfterMs").GetInt32());
    }

    [Fact]
    public async Task Post_NodeFails_SaysNothingOfTheFailure()
    {
        _server.Node.Before = (_, _) => throw new InvalidOperationException("secret path");
        (_, JsonElement body) = await _server.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"chain_info"}""");
        Assert.Equal(-32603, body.GetProperty("error").GetProperty("code").GetInt32());
        Assert.DoesNotContain("secret", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_CallBeyondItsTime_IsBusy()
    {
        _server.Node.Before = (_, cancellation) => Task.Delay(Timeout.Infinite, cancellation);
        (_, JsonElement body) = await _server.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"chain_info"}""");
        Assert.Equal(-32002, body.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Post_OtherContentType_IsRefused()
    {
        (int status, JsonElement body) = await _server.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"chain_info"}""", "text/plain");
        Assert.Equal(415, status);
        Assert.Equal(-32600, body.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Post_BodyAboveTheLimit_IsRefused()
    {
        (int status, JsonElement body) = await _server.PostAsync(new string(' ', 5000));
        Assert.Equal(413, status);
        Assert.Equal(-32004, body.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Post_MoreCallsThanTheShare_IsRefusedWithRetryAfter()
    {
        const string Batch = """[{"jsonrpc":"2.0","method":"chain_info"},{"jsonrpc":"2.0","method":"chain_info"},{"jsonrpc":"2.0","method":"chain_info"}]""";
        JsonElement body = default;
        for (int batch = 0; batch < 60 && body.ValueKind == JsonValueKind.Undefined; batch++)
        {
            (_, body) = await _server.PostAsync(Batch);
        }

        Assert.Equal(-32004, body.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(1000, body.GetProperty("error").GetProperty("data").GetProperty("retryAfterMs").GetInt32());
    }

    [Fact]
    public async Task Post_DeepJson_IsRefused()
    {
        (_, JsonElement body) = await _server.PostAsync(new string('[', 1000) + new string(']', 1000));
        Assert.Equal(-32700, body.GetProperty("error").GetProperty("code").GetInt32());
    }
}
