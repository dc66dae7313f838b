using System.Net;
using System.Net.WebSockets;
using Komandor.Api;
using Komandor.Node.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Komandor.Node.Api;

/// <summary>The WebSocket at <c>/ws</c>: the same methods, and subscriptions.</summary>
internal sealed class WebSocketEndpoint(
    INodeApi api, JsonRpcProcessor processor, AddressLimiter limiter, ApiServerOptions options, IHostApplicationLifetime lifetime)
{
    private readonly AddressCounter _byAddress = new(options.MaximumWebSocketsPerAddress);
    private int _open;

    /// <summary>Serves one WebSocket until it ends.</summary>
    internal async Task AnswerAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await ApiProblem.WriteAsync(
                context, new ApiException(ApiErrorCode.InvalidRequest, "This is a WebSocket: connect with an Upgrade.")).ConfigureAwait(false);
            return;
        }

        // Browsers let any page open a WebSocket anywhere, and say which page in Origin.
        if (context.Request.Headers.Origin is [string origin]
            && (!Uri.TryCreate(origin, UriKind.Absolute, out Uri? page) || page.Authority != context.Request.Host.Value))
        {
            await ApiProblem.WriteAsync(
                context,
                new ApiException(ApiErrorCode.InvalidRequest, "A page of another origin may not connect."),
                StatusCodes.Status403Forbidden).ConfigureAwait(false);
            return;
        }

        IPAddress? address = context.Connection.RemoteIpAddress;
        bool entered = _byAddress.TryEnter(address);
        try
        {
            if (Interlocked.Increment(ref _open) > options.MaximumWebSockets || !entered || !limiter.TryTake(context.Connection.RemoteIpAddress, 1))
            {
                await ApiProblem.WriteAsync(
                    context,
                    new ApiException(ApiErrorCode.LimitExceeded, "The node has as many WebSockets as it allows. Try again later.", retryAfterMs: 5000))
                    .ConfigureAwait(false);
                return;
            }

            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
            using CancellationTokenSource stop =
                CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            using WebSocketSession session = new(
                socket, api, processor, calls => limiter.TryTake(context.Connection.RemoteIpAddress, calls), options);
            await session.RunAsync(stop.Token).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            if (entered)
            {
                _byAddress.Leave(address);
            }
        }
    }
}
