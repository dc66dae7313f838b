using System.Net.WebSockets;
using System.Threading.Channels;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Node.Configuration;

namespace Komandor.Node.Api;

/// <summary>One WebSocket. Its calls run beside each other up to a limit, then it is not read; what is to be sent waits in a bounded queue,
/// and a peer that lets the queue run full is told so and closed.</summary>
internal sealed class WebSocketSession(
    WebSocket socket, INodeApi api, JsonRpcProcessor processor, Func<int, bool> charge, ApiServerOptions options)
    : ISubscriptions, IDisposable
{
    private const string TooSlow = "Too slow: messages pile up. Connect again and read faster.";
    private const int SendTimeoutMs = 10_000;
    private const int CloseTimeoutMs = 2_000;

    private readonly Channel<byte[]> _outbound = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(options.WebSocketQueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly SemaphoreSlim _turns = new(options.WebSocketConcurrentCalls, options.WebSocketConcurrentCalls);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private CancellationTokenSource? _subscription;
    private Task _subscribed = Task.CompletedTask;
    private WebSocketCloseStatus _status = WebSocketCloseStatus.NormalClosure;
    private string _reason = "";
    private long _queuedBytes;

    /// <summary>Serves until the peer leaves, a limit is broken, or the node stops.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration stopping = cancellationToken.Register(() => End(WebSocketCloseStatus.EndpointUnavailable, "The node stops."));
        using CancellationTokenSource abort = new();
        Task receiving = ReceiveAsync(abort.Token);
        Task sending = SendAsync();
        await Task.WhenAny(receiving, sending).ConfigureAwait(false);
        End(WebSocketCloseStatus.NormalClosure, "");
        await sending.ConfigureAwait(false);

        // The peer has been told; it has a moment to answer before the connection is cut.
        abort.CancelAfter(CloseTimeoutMs);
        await receiving.ConfigureAwait(false);
        for (int turn = 0; turn < options.WebSocketConcurrentCalls; turn++)
        {
            await _turns.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        Unsubscribe();
        await _subscribed.ConfigureAwait(false);
    }

    /// <summary>After <see cref="RunAsync"/> has ended.</summary>
    public void Dispose()
    {
        _turns.Dispose();
        _end.Dispose();
        _subscription?.Dispose();
    }

    /// <inheritdoc/>
    public string SubscribeBlocks()
    {
        lock (_gate)
        {
            if (_subscription is null)
            {
                _subscription = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
                _subscribed = FollowAsync(_subscription.Token);
            }
        }

        return "blocks";
    }

    /// <inheritdoc/>
    public bool Unsubscribe()
    {
        lock (_gate)
        {
            if (_subscription is null)
            {
                return false;
            }

            _subscription.Cancel();
            _subscription.Dispose();
            _subscription = null;
            return true;
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (BlockSummary block in api.BlocksAsync(cancellationToken).ConfigureAwait(false))
            {
                Enqueue(JsonRpcEnvelope.Notification(OpenRpcDocument.Block, block));
            }

            // The source ends when the node stops, or when this reader fell behind.
            if (!cancellationToken.IsCancellationRequested)
            {
                End(WebSocketCloseStatus.PolicyViolation, TooSlow);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Unsubscribed, or the connection ends.
        }
    }

    private async Task ReceiveAsync(CancellationToken abort)
    {
        byte[] buffer = new byte[16 * 1024];
        using MemoryStream message = new();
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult part = await socket.ReceiveAsync(buffer.AsMemory(), abort).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                if (_end.IsCancellationRequested)
                {
                    // Only the peer's farewell is waited for.
                    continue;
                }

                if (part.MessageType == WebSocketMessageType.Binary || message.Length + part.Count > options.MaximumRequestSizeBytes)
                {
                    End(
                        part.MessageType == WebSocketMessageType.Binary ? WebSocketCloseStatus.InvalidMessageType : WebSocketCloseStatus.MessageTooBig,
                        "Send text of at most the allowed size.");
                    continue;
                }

                message.Write(buffer.AsSpan(0, part.Count));
                if (part.EndOfMessage)
                {
                    await _turns.WaitAsync(abort).ConfigureAwait(false);
                    _ = AnswerAsync(message.ToArray());
                    message.SetLength(0);
                }
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or WebSocketException)
        {
            // The end of the connection, from either side.
        }
    }

    // Owned by the turn that it holds: RunAsync takes all turns before it ends.
    private async Task AnswerAsync(byte[] message)
    {
        try
        {
            if (await processor.ProcessAsync(message, this, charge, _end.Token).ConfigureAwait(false) is byte[] answer)
            {
                Enqueue(answer);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for the answer any more.
        }
        finally
        {
            _turns.Release();
        }
    }

    private void Enqueue(byte[] message)
    {
        // A message that is longer than the queue may be still goes when nothing else waits.
        long queued = Interlocked.Add(ref _queuedBytes, message.Length);
        if ((queued > options.WebSocketQueueSizeBytes && queued > message.Length) || !_outbound.Writer.TryWrite(message))
        {
            End(WebSocketCloseStatus.PolicyViolation, TooSlow);
        }
    }

    // A send is never cancelled by the end, because that would abort the socket before the peer is told why.
    private async Task SendAsync()
    {
        try
        {
            while (!_end.IsCancellationRequested)
            {
                byte[] message = await _outbound.Reader.ReadAsync(_end.Token).ConfigureAwait(false);
                using CancellationTokenSource timeout = new(SendTimeoutMs);
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, timeout.Token).ConfigureAwait(false);
                Interlocked.Add(ref _queuedBytes, -message.Length);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The end came while nothing was to be sent.
        }
        catch (Exception failure) when (failure is OperationCanceledException or WebSocketException)
        {
            socket.Abort();
        }

        await CloseAsync().ConfigureAwait(false);
    }

    private void End(WebSocketCloseStatus status, string reason)
    {
        lock (_gate)
        {
            if (_end.IsCancellationRequested)
            {
                return;
            }

            _status = status;
            _reason = reason;
        }

        _end.Cancel();
    }

    private async Task CloseAsync()
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            socket.Abort();
            return;
        }

        using CancellationTokenSource timeout = new(CloseTimeoutMs);
        try
        {
            await socket.CloseOutputAsync(_status, _reason, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is OperationCanceledException or WebSocketException)
        {
            socket.Abort();
        }
    }
}
