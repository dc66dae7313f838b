using System.Net;
using Komandor.Api;
using Komandor.Node.Configuration;
using Microsoft.AspNetCore.Http;

namespace Komandor.Node.Api;

/// <summary>What every request passes: the headers that all answers carry, the number at once, the address's share.</summary>
/// <remarks>What watches the node (<c>/healthz</c>, <c>/readyz</c>, <c>/metrics</c>) passes freely: it must work best under load.</remarks>
internal sealed class RequestGate(ApiServerOptions options, AddressLimiter limiter)
{
    private readonly AddressCounter _byAddress = new(options.MaximumConcurrentRequestsPerAddress);
    private int _running;

    /// <summary>Lets a request through or refuses it.</summary>
    internal async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        string path = context.Request.Path.Value ?? "";
        if (path is "/healthz" or "/readyz" or "/metrics" or "/ws")
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        bool rpc = path == "/rpc";
        if (rpc || path.StartsWith(OpenApiDocument.Prefix, StringComparison.Ordinal))
        {
            context.Response.Headers.CacheControl = "no-store";
        }

        // A call by /rpc is charged when it is read, because a batch holds several.
        if (!rpc && !limiter.TryTake(context.Connection.RemoteIpAddress, 1))
        {
            await ApiProblem.WriteAsync(context, JsonRpcProcessor.TooFast()).ConfigureAwait(false);
            return;
        }

        IPAddress? address = context.Connection.RemoteIpAddress;
        bool entered = _byAddress.TryEnter(address);
        try
        {
            if (Interlocked.Increment(ref _running) <= options.MaximumConcurrentRequests && entered)
            {
                await next(context).ConfigureAwait(false);
                return;
            }

            ApiException refusal = new(
                ApiErrorCode.LimitExceeded,
                entered ? "The node serves as many requests as it can. Try again later." : "The node serves as many requests of this address as it allows. Try again later.",
                retryAfterMs: 1000);
            await (rpc
                ? RpcEndpoint.RefuseAsync(context, StatusCodes.Status429TooManyRequests, refusal)
                : ApiProblem.WriteAsync(context, refusal)).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            if (entered)
            {
                _byAddress.Leave(address);
            }
        }
    }
}
