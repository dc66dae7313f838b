using System.Diagnostics;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.FakeNode;
using Microsoft.AspNetCore.Http;

namespace Komandor.Client.Tests;

public sealed class NodeClientTests
{
    private static readonly Uri _nobody = new("http://127.0.0.1:9");

    [Fact]
    public async Task CallAsync_Result_CrossesUnchanged()
    {
        await using NodeServer server = await NodeServer.StartAsync(new ScriptedApi());
        using NodeClient client = Client(server.Endpoint);
        Assert.Equal(ScriptedApi.Info, await InfoAsync(client));
    }

    [Fact]
    public async Task CallAsync_Refusal_ArrivesWithCodeFaultAndMessage()
    {
        ScriptedApi api = new();
        api.Refusals.Enqueue(new ApiException(ApiErrorCode.TransactionRefused, "The fee is too low. Pay 3.", "FeeTooLow"));
        await using NodeServer server = await NodeServer.StartAsync(api);
        using NodeClient client = Client(server.Endpoint);
        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => InfoAsync(client));
        Assert.Equal(ApiErrorCode.TransactionRefused, refusal.Code);
        Assert.Equal("FeeTooLow", refusal.Fault);
        Assert.Equal("The fee is too low. Pay 3.", refusal.Message);
        Assert.Equal(1, api.Calls);
    }

    [Fact]
    public async Task CallAsync_Busy_WaitsAsLongAsTheNodeAsks()
    {
        ScriptedApi api = new();
        api.Refusals.Enqueue(new ApiException(ApiErrorCode.Busy, "Full.", retryAfterMs: 120));
        await using NodeServer server = await NodeServer.StartAsync(api);
        using NodeClient client = Client(server.Endpoint);
        long start = Stopwatch.GetTimestamp();
        await InfoAsync(client);
        Assert.True(Stopwatch.GetElapsedTime(start).TotalMilliseconds >= 115);
        Assert.Equal(2, api.Calls);
    }

    [Fact]
    public async Task CallAsync_BusyBeyondTheBudget_Fails()
    {
        ScriptedApi api = new();
        await using NodeServer server = await NodeServer.StartAsync(api);
        using NodeClient client = new(new NodeClientOptions(server.Endpoint) { BusyBudgetMs = 1000 });

        // The first request is slow, since the server has yet to be compiled; it must not take the budget.
        await InfoAsync(client);
        for (int index = 0; index < 100; index++)
        {
            api.Refusals.Enqueue(new ApiException(ApiErrorCode.Busy, "Full.", retryAfterMs: 400));
        }

        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => InfoAsync(client));
        Assert.Equal(ApiErrorCode.Busy, refusal.Code);
        Assert.InRange(api.Calls, 3, 5);
    }

    [Fact]
    public async Task CallAsync_FirstNodeIsDown_GoesToTheSecondAndStaysThere()
    {
        ScriptedApi api = new();
        await using NodeServer server = await NodeServer.StartAsync(api);
        using NodeClient client = Client(_nobody, server.Endpoint);
        await InfoAsync(client);
        await InfoAsync(client);
        Assert.Equal(2, api.Calls);
    }

    [Fact]
    public async Task CallAsync_NobodyThere_SaysSoAndIsNotReady()
    {
        using NodeClient client = new(new NodeClientOptions(_nobody) { UnreachableBudgetMs = 100 });
        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => InfoAsync(client));
        Assert.Equal(ApiErrorCode.NotReady, refusal.Code);
        Assert.Contains("cannot be reached", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallAsync_NodeThatNeverAnswers_TimesOut()
    {
        await using NodeServer server = await NodeServer.StartAsync(new ScriptedApi());
        server.Intercept = async (context, _) =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        using NodeClient client = new(new NodeClientOptions(server.Endpoint) { RequestTimeoutMs = 100, UnreachableBudgetMs = 50 });
        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => InfoAsync(client));
        Assert.Equal(ApiErrorCode.NotReady, refusal.Code);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("[1]")]
    [InlineData("")]
    public async Task CallAsync_AnswerThatIsNoEnvelope_IsRefused(string body)
    {
        ApiException refusal = await RefusalOfAsync(body);
        Assert.Equal(ApiErrorCode.NotReady, refusal.Code);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"result":{"network":3}}""")]
    [InlineData("""{"result":null}""")]
    [InlineData("""{"error":{}}""")]
    [InlineData("""{"error":{"code":77,"message":"?","data":{"retryAfterMs":-1}}}""")]
    public async Task CallAsync_EnvelopeOfNoUse_IsAnInternalError(string body)
    {
        ApiException refusal = await RefusalOfAsync(body);
        Assert.Equal(ApiErrorCode.InternalError, refusal.Code);
        Assert.Null(refusal.RetryAfterMs);
    }

    [Fact]
    public async Task BlocksAsync_Blocks_ArriveUntilTheNodeStops()
    {
        await using NodeServer server = await NodeServer.StartAsync(new ScriptedApi());
        using NodeClient client = Client(server.Endpoint);
        List<BlockSummary> blocks = [];
        await foreach (BlockSummary block in client.BlocksAsync(TestContext.Current.CancellationToken))
        {
            blocks.Add(block);
        }

        Assert.Equal([ScriptedApi.Block(1), ScriptedApi.Block(2)], blocks);
    }

    [Fact]
    public async Task BlocksAsync_NobodyThere_IsNotReady()
    {
        using NodeClient client = Client(_nobody);
        ApiException refusal = await Assert.ThrowsAsync<ApiException>(async () =>
        {
            await foreach (BlockSummary block in client.BlocksAsync(TestContext.Current.CancellationToken))
            {
                Assert.Null(block);
            }
        });
        Assert.Equal(ApiErrorCode.NotReady, refusal.Code);
    }

    [Fact]
    public void Options_WithoutAnAddress_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new NodeClientOptions());
        Assert.Throws<ArgumentException>(() => new NodeClientOptions(new Uri("ftp://127.0.0.1")));
    }

    private static NodeClient Client(params Uri[] endpoints) => new(new NodeClientOptions(endpoints));

    private static Task<ChainInfo> InfoAsync(NodeClient client) =>
        client.CallAsync(ApiCatalogue.ChainInfo, new NoParameters(), TestContext.Current.CancellationToken);

    private static async Task<ApiException> RefusalOfAsync(string body)
    {
        await using NodeServer server = await NodeServer.StartAsync(new ScriptedApi());
        server.Intercept = async (context, _) =>
        {
            await context.Response.WriteAsync(body);
            return true;
        };
        using NodeClient client = new(new NodeClientOptions(server.Endpoint) { UnreachableBudgetMs = 0 });
        return await Assert.ThrowsAsync<ApiException>(() => InfoAsync(client));
    }
}
