using System.Text.Json;
using Komandor.Api;
using Komandor.Api.Messages;

namespace Komandor.Node.Api;

/// <summary>Calls one method of the catalogue with parameters and a result in JSON.</summary>
internal sealed class MethodBinding<TParameters, TResult>(ApiMethod<TParameters, TResult> method) : MethodBinding
    where TParameters : notnull
    where TResult : notnull
{
    private const int LongestWaitMs = 60_000;

    /// <inheritdoc/>
    internal override async Task<JsonElement> CallAsync(
        INodeApi api, JsonElement? parameters, int timeoutMs, CancellationToken cancellationToken)
    {
        TParameters read = Read(parameters);
        int waitMs = read is TransactionQuery { WaitMs: int asked } ? asked : 0;
        if (waitMs is < 0 or > LongestWaitMs)
        {
            throw new ApiException(ApiErrorCode.InvalidParameters, $"waitMs is a number from 0 to {LongestWaitMs}.");
        }

        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeoutMs + waitMs);
        try
        {
            TResult result = await api.CallAsync(method, read, deadline.Token).ConfigureAwait(false);
            return JsonSerializer.SerializeToElement(result, ApiSerialization.Options);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ApiException(
                ApiErrorCode.Busy, $"The node did not answer within {timeoutMs + waitMs} ms. Try again later.", retryAfterMs: 1000);
        }
    }

    private static TParameters Read(JsonElement? parameters)
    {
        try
        {
            TParameters? read = parameters is JsonElement element
                ? element.Deserialize<TParameters>(ApiSerialization.Options)
                : JsonSerializer.Deserialize<TParameters>("{}", ApiSerialization.Options);
            return read ?? throw new JsonException("The parameters are an object.");
        }
        catch (JsonException mistake)
        {
            throw new ApiException(ApiErrorCode.InvalidParameters, $"The parameters are not what {typeof(TParameters).Name} takes: {mistake.Message}");
        }
    }
}
