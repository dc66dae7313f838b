using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Node.Api;
using Komandor.Node.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Komandor.Fuzzing;

/// <summary>What callers of the API send.</summary>
internal static class ApiTargets
{
    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } = [Request()];

    // Any bytes get an answer that is JSON, or none; never an exception.
    private static FuzzTarget Request()
    {
        JsonRpcProcessor processor = new(new Refusing(), new ApiServerOptions(), NullLogger<JsonRpcProcessor>.Instance);
        string[] samples =
        [
            """{"jsonrpc":"2.0","id":1,"method":"chain_info","params":{}}""",
            """[{"jsonrpc":"2.0","id":"\u00e9","method":"chain_block","params":{"height":"7"}},{"jsonrpc":"2.0","method":"nothing","params":[1]}]""",
            """{"jsonrpc":"2.0","id":"\ud83d\ude00","method":"rpc.discover\u0020"}""",
            """{"jsonrpc":"2.0","id":null,"method":"transaction_get","params":{"id":"00","waitMs":5}}""",
        ];
        return new FuzzTarget("json-rpc request", [.. samples.Select(Encoding.UTF8.GetBytes)], bytes =>
        {
            byte[]? answer = processor.ProcessAsync(bytes.ToArray(), null, _ => true, CancellationToken.None).GetAwaiter().GetResult();
            if (answer is not null)
            {
                using JsonDocument document = JsonDocument.Parse(answer);
            }

            return bytes.ToArray();
        });
    }

    /// <summary>A node that knows nothing.</summary>
    private sealed class Refusing : INodeApi
    {
        public Task<TResult> CallAsync<TParameters, TResult>(
            ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
            where TParameters : notnull
            where TResult : notnull =>
            throw new ApiException(ApiErrorCode.NotReady, "This is a test.");

        public async IAsyncEnumerable<BlockSummary> BlocksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield break;
        }
    }
}
