using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Komandor.Api;
using Komandor.Api.Messages;

namespace Komandor.Client;

/// <summary>A node's public API over the wire: JSON-RPC 2.0 by POST to <c>/rpc</c>, and blocks by WebSocket at <c>/ws</c>.</summary>
/// <remarks>Every method may be sent twice: a transaction takes effect once (docs/adr/0001), everything else reads. So a call is repeated after
/// a connection failure, at the next node when there are several, and after <c>Busy</c>, at the same node once it asks to be tried again.
/// Thread-safe.</remarks>
public sealed class NodeClient : INodeApi, IDisposable
{
    private const int MaximumResponseSizeBytes = 64 * 1024 * 1024;

    private readonly NodeClientOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private long _lastId;
    private int _preferred;

    /// <summary>A client that sends nothing yet.</summary>
    /// <param name="options">The nodes, and the patience with them.</param>
    /// <param name="handler">What carries the requests, owned from here on; a pooling handler when null.</param>
    /// <param name="time">The clock of time-outs and pauses; the system's when null.</param>
    public NodeClient(NodeClientOptions options, HttpMessageHandler? handler = null, TimeProvider? time = null)
    {
        _options = options;
        _time = time ?? TimeProvider.System;
        _http = new HttpClient(handler ?? DefaultHandler(), disposeHandler: true)
        {
            // Each request brings its own, because some ask the node to wait.
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaximumResponseSizeBytes,
        };
    }

    /// <inheritdoc/>
    /// <exception cref="ApiException">The node refused, or none could be reached (<see cref="ApiErrorCode.NotReady"/>).</exception>
    public async Task<TResult> CallAsync<TParameters, TResult>(
        ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
        where TParameters : notnull
        where TResult : notnull
    {
        byte[] request = JsonRpc.Request(Interlocked.Increment(ref _lastId), method.Name, parameters);
        int timeoutMs = _options.RequestTimeoutMs + (parameters is TransactionQuery { WaitMs: int waitMs } ? waitMs : 0);
        long start = _time.GetTimestamp();
        for (int attempt = 0; ; attempt++)
        {
            int endpoint = Volatile.Read(ref _preferred);
            try
            {
                using JsonDocument response = await SendAsync(_options.Endpoints[endpoint], request, timeoutMs, cancellationToken).ConfigureAwait(false);
                return JsonRpc.Result<TResult>(response.RootElement);
            }
            catch (ApiException refusal) when (refusal.Code is ApiErrorCode.Busy or ApiErrorCode.NotReady)
            {
                if (refusal.Code == ApiErrorCode.NotReady)
                {
                    // The next node, for this call and for those after it; a call beside this one may have moved on already.
                    Interlocked.CompareExchange(ref _preferred, (endpoint + 1) % _options.Endpoints.Count, endpoint);
                }

                int pauseMs = PauseMs(attempt, refusal);
                int budgetMs = refusal.Code == ApiErrorCode.Busy ? _options.BusyBudgetMs : _options.UnreachableBudgetMs;
                if (_time.GetElapsedTime(start).TotalMilliseconds + pauseMs > budgetMs)
                {
                    throw;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(pauseMs), _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>Ends when the connection does; whoever wants to go on asks again, and reads what came meanwhile by <c>chain_blocks</c>.</remarks>
    public async IAsyncEnumerable<BlockSummary> BlocksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using BlockSubscription subscription = new(_options.Endpoints[Volatile.Read(ref _preferred)], _options.RequestTimeoutMs, _time);
        await subscription.OpenAsync(cancellationToken).ConfigureAwait(false);
        while (await subscription.NextAsync(cancellationToken).ConfigureAwait(false) is BlockSummary block)
        {
            yield return block;
        }
    }

    /// <summary>Closes the connections; calls that are under way fail.</summary>
    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler DefaultHandler() => new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AllowAutoRedirect = false,
        UseCookies = false,
    };

    private int PauseMs(int attempt, ApiException refusal)
    {
        int doubled = _options.FirstPauseMs << Math.Min(attempt, 16);

        // A second node is tried at once: the pause starts when all have failed.
        int own = refusal.Code == ApiErrorCode.NotReady && attempt + 1 < _options.Endpoints.Count ? 0 : doubled;
        return Math.Min(refusal.RetryAfterMs ?? own, _options.MaximumPauseMs);
    }

    private async Task<JsonDocument> SendAsync(Uri endpoint, byte[] request, int timeoutMs, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromMilliseconds(timeoutMs), _time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using ByteArrayContent content = new(request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using HttpResponseMessage response = await _http.PostAsync(JsonRpc.At(endpoint, "rpc"), content, both.Token).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(both.Token).ConfigureAwait(false);
            return JsonRpc.Parse(endpoint, response.StatusCode, body);
        }
        catch (OperationCanceledException cancelled) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiException($"The node at {endpoint} did not answer within {timeoutMs} ms. Is it running, and is the address right?", cancelled);
        }
        catch (HttpRequestException failure)
        {
            throw new ApiException($"The node at {endpoint} cannot be reached: {failure.Message.TrimEnd('.')}. Is it running, and is the address right? `./dev up` starts a network on this machine.", failure);
        }
    }
}
