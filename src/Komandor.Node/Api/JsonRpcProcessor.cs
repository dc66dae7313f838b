using System.Text.Json;
using System.Text.Json.Nodes;
using Komandor.Api;
using Komandor.Node.Configuration;
using Microsoft.Extensions.Logging;

namespace Komandor.Node.Api;

/// <summary>JSON-RPC 2.0 over the catalogue: one request or a batch in, one response or none out. Thread-safe.</summary>
internal sealed partial class JsonRpcProcessor(INodeApi api, ApiServerOptions options, ILogger<JsonRpcProcessor> logger)
{
    private readonly Dictionary<string, MethodBinding> _methods = MethodBinding.OfCatalogue();
    private readonly JsonElement _document = JsonSerializer.SerializeToElement(OpenRpcDocument.Create());

    /// <summary>Answers a message.</summary>
    /// <param name="message">UTF-8; any bytes.</param>
    /// <param name="subscriptions">What a WebSocket offers; null on HTTP.</param>
    /// <param name="charge">Takes so many calls from the caller's share; false when it is used up.</param>
    /// <param name="cancellationToken">Ends the calls when the caller is gone.</param>
    /// <returns>The response; null when the message held only notifications.</returns>
    internal async Task<byte[]?> ProcessAsync(
        ReadOnlyMemory<byte> message, ISubscriptions? subscriptions, Func<int, bool> charge, CancellationToken cancellationToken)
    {
        JsonDocument document;
        try
        {
            if (!JsonText.IsReadable(message.Span))
            {
                return JsonRpcEnvelope.Error(null, new ApiException(ApiErrorCode.ParseError, "The request holds a string that is no Unicode text."));
            }

            document = JsonDocument.Parse(message, ApiSerialization.Documents);
        }
        catch (JsonException mistake)
        {
            return JsonRpcEnvelope.Error(null, new ApiException(ApiErrorCode.ParseError, $"The request is no JSON: {mistake.Message}"));
        }

        using (document)
        {
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Array
                ? await AnswerBatchAsync(root, subscriptions, charge, cancellationToken).ConfigureAwait(false)
                : !charge(1)
                    ? JsonRpcEnvelope.Error(null, TooFast())
                    : await AnswerAsync(root, subscriptions, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The refusal of a caller whose share is used up.</summary>
    internal static ApiException TooFast() =>
        new(ApiErrorCode.LimitExceeded, "This address calls more often than the node allows. Slow down.", retryAfterMs: 1000);

    private async Task<byte[]?> AnswerBatchAsync(
        JsonElement batch, ISubscriptions? subscriptions, Func<int, bool> charge, CancellationToken cancellationToken)
    {
        int count = batch.GetArrayLength();
        if (count == 0)
        {
            return JsonRpcEnvelope.Error(null, new ApiException(ApiErrorCode.InvalidRequest, "A batch holds at least one request."));
        }

        if (count > options.MaximumBatchCalls)
        {
            return JsonRpcEnvelope.Error(
                null, new ApiException(ApiErrorCode.LimitExceeded, $"A batch holds at most {options.MaximumBatchCalls} requests; send several."));
        }

        if (!charge(count))
        {
            return JsonRpcEnvelope.Error(null, TooFast());
        }

        long sizeBytes = 0;
        byte[]?[] answers = await Task.WhenAll(batch.EnumerateArray().Select(async request =>
        {
            byte[]? answer = Volatile.Read(ref sizeBytes) < options.MaximumBatchAnswerSizeBytes
                ? await AnswerAsync(request, subscriptions, cancellationToken).ConfigureAwait(false)
                : RefuseRest(request);
            Interlocked.Add(ref sizeBytes, answer?.Length ?? 0);
            return answer;
        })).ConfigureAwait(false);
        return JsonRpcEnvelope.Batch(answers);
    }

    // A small question may have a large answer: without a limit, a batch of a few kilobytes would fill the memory.
    private static byte[]? RefuseRest(JsonElement request) => JsonRpcEnvelope.TryRead(request, out JsonRpcRequest read) && read.IsNotification
        ? null
        : JsonRpcEnvelope.Error(read.Id, new ApiException(ApiErrorCode.LimitExceeded, "The batch's answers grew too large; ask for the rest in another."));

    private async Task<byte[]?> AnswerAsync(JsonElement request, ISubscriptions? subscriptions, CancellationToken cancellationToken)
    {
        if (!JsonRpcEnvelope.TryRead(request, out JsonRpcRequest read))
        {
            return JsonRpcEnvelope.Error(
                read.Id,
                new ApiException(
                    ApiErrorCode.InvalidRequest, "A request is {\"jsonrpc\":\"2.0\",\"id\":…,\"method\":\"…\",\"params\":{…}}; see /openrpc.json."));
        }

        byte[] answer;
        try
        {
            JsonElement result = await CallAsync(read, subscriptions, cancellationToken).ConfigureAwait(false);
            answer = JsonRpcEnvelope.Result(read.Id, result);
        }
        catch (ApiException refusal)
        {
            answer = JsonRpcEnvelope.Error(read.Id, refusal);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailure(logger, read.Method, failure);
            answer = JsonRpcEnvelope.Error(
                read.Id, new ApiException(ApiErrorCode.InternalError, "The node failed to answer; its log says more."));
        }

        return read.IsNotification ? null : answer;
    }

    private async Task<JsonElement> CallAsync(JsonRpcRequest request, ISubscriptions? subscriptions, CancellationToken cancellationToken)
    {
        if (request.Parameters is { ValueKind: JsonValueKind.Array } positional)
        {
            throw positional.GetArrayLength() > 0
                ? new ApiException(ApiErrorCode.InvalidParameters, "Parameters are named: send an object.")
                : new ApiException(ApiErrorCode.InvalidParameters, "Parameters are named: send an object, or leave them out.");
        }

        if (_methods.TryGetValue(request.Method, out MethodBinding? method))
        {
            return await method.CallAsync(api, request.Parameters, options.CallTimeoutMs, cancellationToken).ConfigureAwait(false);
        }

        return request.Method switch
        {
            OpenRpcDocument.Discover => _document,
            OpenRpcDocument.SubscribeBlocks when subscriptions is not null => ToElement(subscriptions.SubscribeBlocks()),
            OpenRpcDocument.Unsubscribe when subscriptions is not null => ToElement(subscriptions.Unsubscribe()),
            OpenRpcDocument.SubscribeBlocks or OpenRpcDocument.Unsubscribe =>
                throw new ApiException(ApiErrorCode.MethodNotFound, $"{request.Method} needs a connection that lasts: the WebSocket at /ws."),
            _ => throw new ApiException(ApiErrorCode.MethodNotFound, "There is no such method; /openrpc.json lists them."),
        };
    }

    private static JsonElement ToElement<T>(T value) => JsonSerializer.SerializeToElement(JsonValue.Create(value));

    [LoggerMessage(3101, LogLevel.Error, "The method {Method} failed.")]
    private static partial void LogFailure(ILogger logger, string method, Exception failure);
}
