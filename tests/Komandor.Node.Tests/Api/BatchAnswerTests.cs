using System.Text;
using System.Text.Json;
using Komandor.Api;
using Komandor.Node.Api;
using Komandor.Node.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Komandor.Node.Tests.Api;

public sealed class BatchAnswerTests
{
    [Fact]
    public async Task Process_ABatchWhoseAnswersGrowTooLarge_RefusesTheRest()
    {
        ApiServerOptions options = new() { MaximumBatchAnswerSizeBytes = 1 << 16 };
        FakeNodeApi node = new();
        JsonRpcProcessor processor = new(node, options, NullLogger<JsonRpcProcessor>.Instance);
        string batch = $"[{string.Join(',', Enumerable.Range(0, 100).Select(id => $$"""{"jsonrpc":"2.0","id":{{id}},"method":"rpc_discover"}"""))}]";
        byte[]? answer = await processor.ProcessAsync(Encoding.UTF8.GetBytes(batch), null, _ => true, TestContext.Current.CancellationToken);
        using JsonDocument read = JsonDocument.Parse(answer);
        JsonElement[] answers = [.. read.RootElement.EnumerateArray()];
        Assert.Equal(Enumerable.Range(0, 100), answers.Select(one => one.GetProperty("id").GetInt32()));
        int served = answers.TakeWhile(one => one.TryGetProperty("result", out _)).Count();
        Assert.InRange(served, 1, 20);
        Assert.All(answers.Skip(served), one => Assert.Equal((int)ApiErrorCode.LimitExceeded, one.GetProperty("error").GetProperty("code").GetInt32()));
    }
}
