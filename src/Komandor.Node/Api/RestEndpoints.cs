using System.Text.Json;
using System.Text.Json.Nodes;
using Komandor.Api;
using Komandor.Node.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Komandor.Node.Api;

/// <summary>Reading by GET below <c>/api/v1</c>.</summary>
internal sealed partial class RestEndpoints(INodeApi api, ApiServerOptions options, ILogger<RestEndpoints> logger)
{
    /// <summary>Maps every route, and a problem for every other path below the prefix.</summary>
    internal void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (RestRoute route in RestRoute.All)
        {
            MethodBinding method = MethodBinding.Of(route.Method);
            endpoints.MapGet(OpenApiDocument.Prefix + route.Path, context => AnswerAsync(context, method));
        }

        endpoints.Map(OpenApiDocument.Prefix + "/{**rest}", context =>
            ApiProblem.WriteAsync(context, new ApiException(ApiErrorCode.NotFound, "There is no such path; /openapi.json lists them.")));
    }

    private async Task AnswerAsync(HttpContext context, MethodBinding method)
    {
        try
        {
            JsonElement parameters = JsonSerializer.SerializeToElement(Parameters(context.Request));
            JsonElement result = await method.CallAsync(api, parameters, options.CallTimeoutMs, context.RequestAborted).ConfigureAwait(false);
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(result), context.RequestAborted).ConfigureAwait(false);
        }
        catch (ApiException refusal)
        {
            await ApiProblem.WriteAsync(context, refusal).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailure(logger, failure);
            await ApiProblem.WriteAsync(context, new ApiException("The node failed to answer; its log says more.")).ConfigureAwait(false);
        }
    }

    private static JsonObject Parameters(HttpRequest request)
    {
        JsonObject parameters = [];
        foreach ((string name, object? value) in request.RouteValues)
        {
            string text = value?.ToString() ?? "";
            string key = name != RestRoute.HeightOrId ? name : text.Length <= 20 && text.All(char.IsAsciiDigit) ? "height" : "id";
            parameters[key] = text;
        }

        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in request.Query)
        {
            if (values.Count != 1 || parameters.ContainsKey(name))
            {
                throw new ApiException(ApiErrorCode.InvalidParameters, "A parameter stands twice.");
            }

            parameters[name] = values[0];
        }

        return parameters;
    }

    [LoggerMessage(3111, LogLevel.Error, "A reading request failed.")]
    private static partial void LogFailure(ILogger logger, Exception failure);
}
