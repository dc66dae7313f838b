using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Komandor.Api;
using Microsoft.AspNetCore.Http;

namespace Komandor.Node.Api;

/// <summary>A refusal as RFC 9457 writes it.</summary>
internal static class ApiProblem
{
    /// <summary>The status of a refusal.</summary>
    internal static int StatusOf(ApiErrorCode code) => code switch
    {
        ApiErrorCode.ParseError or ApiErrorCode.InvalidRequest or ApiErrorCode.InvalidParameters => StatusCodes.Status400BadRequest,
        ApiErrorCode.MethodNotFound or ApiErrorCode.NotFound => StatusCodes.Status404NotFound,
        ApiErrorCode.TransactionRefused => StatusCodes.Status422UnprocessableEntity,
        ApiErrorCode.LimitExceeded => StatusCodes.Status429TooManyRequests,
        ApiErrorCode.Busy or ApiErrorCode.NotReady => StatusCodes.Status503ServiceUnavailable,
        ApiErrorCode.InternalError => StatusCodes.Status500InternalServerError,
        _ => throw new ArgumentOutOfRangeException(nameof(code)),
    };

    /// <summary>Writes the refusal as the whole response.</summary>
    internal static Task WriteAsync(HttpContext context, ApiException refusal, int? status = null)
    {
        int code = status ?? StatusOf(refusal.Code);
        JsonObject problem = new()
        {
            ["type"] = $"urn:komandor:error:{refusal.Code}",
            ["title"] = refusal.Code.ToString(),
            ["status"] = code,
            ["detail"] = refusal.Message,
        };
        if (refusal.Fault is not null)
        {
            problem["fault"] = refusal.Fault;
        }

        if (refusal.RetryAfterMs is int retryAfterMs)
        {
            problem["retryAfterMs"] = retryAfterMs;
        }

        SetRetryAfter(context.Response, refusal);
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/problem+json";
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem), context.RequestAborted).AsTask();
    }

    /// <summary>Tells HTTP clients when to come back.</summary>
    internal static void SetRetryAfter(HttpResponse response, ApiException refusal)
    {
        if (refusal.RetryAfterMs is int retryAfterMs)
        {
            response.Headers.RetryAfter = ((retryAfterMs + 999) / 1000).ToString(CultureInfo.InvariantCulture);
        }
    }
}
