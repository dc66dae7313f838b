using System.Net.WebSockets;
using System.Text.Json;
using Komandor.Api;
using Komandor.Api.Json;
using Komandor.Api.Messages;

namespace Komandor.Client;

/// <summary>One WebSocket on which a node sends the blocks that become final.</summary>
/// <remarks>The request <c>subscribe_blocks</c> opens it; then each block is a notification <c>block</c> whose parameters are its summary.</remarks>
internal sealed class BlockSubscription(Uri endpoint, int timeoutMs, TimeProvider time) : IDisposable
{
    private const int MaximumMessageSizeBytes = 64 * 1024;

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[MaximumMessageSizeBytes];

    /// <summary>Connects and subscribes.</summary>
    internal async Task OpenAsync(CancellationToken cancellationToken)
    {
        UriBuilder address = new(JsonRpc.At(endpoint, "ws")) { Scheme = endpoint.Scheme == "https" ? "wss" : "ws" };
        using CancellationTokenSource timeout = new(TimeSpan.FromMilliseconds(timeoutMs), time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await _socket.ConnectAsync(address.Uri, both.Token).ConfigureAwait(false);
            byte[] request = JsonRpc.Request(1, "subscribe_blocks", new NoParameters());
            await _socket.SendAsync(request, WebSocketMessageType.Text, endOfMessage: true, both.Token).ConfigureAwait(false);
            using JsonDocument? answer = await ReceiveAsync(both.Token).ConfigureAwait(false);
            if (answer is null)
            {
                throw new ApiException(ApiErrorCode.NotReady, $"The node at {endpoint} closed the subscription.");
            }

            JsonRpc.Result<JsonElement>(answer.RootElement);
        }
        catch (Exception failure) when (failure is WebSocketException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ApiException($"The node at {endpoint} cannot be reached: {failure.Message.TrimEnd('.')}. Is it running, and is the address right?", failure);
        }
    }

    /// <summary>The next block; null when the connection has ended.</summary>
    internal async Task<BlockSummary?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using JsonDocument? message = await ReceiveAsync(cancellationToken).ConfigureAwait(false);
                if (message is null)
                {
                    return null;
                }

                if (message.RootElement.TryGetProperty("method", out JsonElement method) && method.ValueEquals("block")
                    && message.RootElement.TryGetProperty("params", out JsonElement parameters))
                {
                    return parameters.Deserialize<BlockSummary>(ApiJson.Options);
                }
            }
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async Task<JsonDocument?> ReceiveAsync(CancellationToken cancellationToken)
    {
        int sizeBytes = 0;
        while (true)
        {
            if (sizeBytes == _buffer.Length)
            {
                throw new ApiException(ApiErrorCode.InternalError, $"The node at {endpoint} sent a message above {MaximumMessageSizeBytes} bytes.");
            }

            ValueWebSocketReceiveResult part = await _socket.ReceiveAsync(_buffer.AsMemory(sizeBytes), cancellationToken).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            sizeBytes += part.Count;
            if (part.EndOfMessage)
            {
                return JsonDocument.Parse(_buffer.AsMemory(0, sizeBytes));
            }
        }
    }
}
