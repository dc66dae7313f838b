using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Komandor.Node.Api;

/// <summary>What watches the node: <c>/healthz</c>, <c>/readyz</c>, <c>/metrics</c>.</summary>
internal sealed class WatchEndpoints(IReadinessSource readiness, PrometheusExposition exposition)
{
    /// <summary>Maps them.</summary>
    internal void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/healthz", context => WriteAsync(context, StatusCodes.Status200OK, new JsonObject { ["status"] = "alive" }));
        endpoints.MapGet("/readyz", AnswerReadyAsync);
        endpoints.MapGet("/metrics", context =>
        {
            context.Response.ContentType = PrometheusExposition.ContentType;
            return context.Response.WriteAsync(exposition.Write(), context.RequestAborted);
        });
    }

    private Task AnswerReadyAsync(HttpContext context)
    {
        Readiness now = readiness.Current();
        JsonObject body = new() { ["ready"] = now.IsReady, ["reason"] = JsonNamingPolicy.CamelCase.ConvertName(now.Reason.ToString()) };
        if (!now.IsReady)
        {
            body["message"] = now.Message;
            body["progress"] = now.Progress;
            body["percent"] = now.Percent;
            body["remainingMs"] = now.RemainingMs;
        }

        return WriteAsync(context, now.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, body);
    }

    private static Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body), context.RequestAborted).AsTask();
    }
}
