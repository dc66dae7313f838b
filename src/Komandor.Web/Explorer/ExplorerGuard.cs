using System.Globalization;
using Komandor.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Komandor.Web.Explorer;

/// <summary>Stands before every page: tells the browser how little the page may do, and turns the node's refusals into pages.</summary>
internal sealed partial class ExplorerGuard(ExplorerPages pages, ILogger<ExplorerGuard> logger) : IEndpointFilter
{
    /// <summary>What a page may load: its own style, script and icon, and itself again. Nothing inline, nothing from elsewhere.</summary>
    internal const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        IHeaderDictionary headers = context.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        try
        {
            return await next(context);
        }
        catch (ApiException refusal)
        {
            if (refusal.RetryAfterMs is int waitMs)
            {
                headers.RetryAfter = ((waitMs + 999) / 1_000).ToString(CultureInfo.InvariantCulture);
            }

            return await pages.RefusedAsync(refusal, context.HttpContext.RequestAborted);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailure(logger, failure);
            return await pages.FailedAsync(context.HttpContext.RequestAborted);
        }
    }
}
