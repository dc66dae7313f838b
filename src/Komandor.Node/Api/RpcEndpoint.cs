using Komandor.Api;
using Microsoft.AspNetCore.Http;

namespace Komandor.Node.Api;

/// <summary>JSON-RPC by POST to <c>/rpc</c>.</summary>
internal sealed class RpcEndpoint(JsonRpcProcessor processor, AddressLimiter limiter)
{
    /// <summary>Answers one request.</summary>
    internal async Task AnswerAsync(HttpContext context)
    {
        // A web page of another origin can post text without asking, but not JSON.
        if (!context.Request.HasJsonContentType())
        {
            await RefuseAsync(
                context,
                StatusCodes.Status415UnsupportedMediaType,
                new ApiException(ApiErrorCode.InvalidRequest, "Send the request as application/json.")).ConfigureAwait(false);
            return;
        }

        byte[] body;
        try
        {
            body = await ReadAsync(context).ConfigureAwait(false);
        }
        catch (BadHttpRequestException mistake) when (mistake.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await RefuseAsync(
                context,
                StatusCodes.Status413PayloadTooLarge,
                new ApiException(ApiErrorCode.LimitExceeded, "The request is larger than this node allows; send several.")).ConfigureAwait(false);
            return;
        }

        byte[]? answer = await processor.ProcessAsync(
            body, null, calls => limiter.TryTake(context.Connection.RemoteIpAddress, calls), context.RequestAborted).ConfigureAwait(false);
        if (answer is null)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await WriteAsync(context, answer).ConfigureAwait(false);
    }

    /// <summary>Writes a refusal that came before any request was read.</summary>
    internal static Task RefuseAsync(HttpContext context, int status, ApiException refusal)
    {
        context.Response.StatusCode = status;
        ApiProblem.SetRetryAfter(context.Response, refusal);
        return WriteAsync(context, JsonRpcEnvelope.Error(null, refusal));
    }

    private static Task WriteAsync(HttpContext context, byte[] answer)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        return context.Response.Body.WriteAsync(answer, context.RequestAborted).AsTask();
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using MemoryStream body = new((int)Math.Min(context.Request.ContentLength ?? 1024, 64 * 1024));
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return body.ToArray();
    }
}
