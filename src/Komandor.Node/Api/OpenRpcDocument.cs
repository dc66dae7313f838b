using System.Text.Json.Nodes;
using Komandor.Api;
using Komandor.Api.Messages;

namespace Komandor.Node.Api;

/// <summary>The OpenRPC document, made from the catalogue.</summary>
internal static class OpenRpcDocument
{
    /// <summary>The method that answers with the document.</summary>
    internal const string Discover = "rpc_discover";

    /// <summary>The method of WebSockets that begins to send final blocks.</summary>
    internal const string SubscribeBlocks = "subscribe_blocks";

    /// <summary>The method of WebSockets that ends that.</summary>
    internal const string Unsubscribe = "unsubscribe";

    /// <summary>The notification of a final block.</summary>
    internal const string Block = "block";

    /// <summary>The document.</summary>
    internal static JsonObject Create()
    {
        JsonArray methods = [];
        foreach (ApiMethod method in ApiCatalogue.All)
        {
            methods.Add((JsonNode)Method(method.Name, method.Summary, Parameters(method.ParametersType), ApiSchemas.Of(method.ResultType)));
        }

        methods.Add((JsonNode)Method(Discover, "This document.", [], new JsonObject { ["type"] = "object" }));
        methods.Add((JsonNode)Method(
            SubscribeBlocks,
            $"WebSocket only: from now on each final block comes as a notification {Block}, whose params are a BlockSummary.",
            [],
            new JsonObject { ["type"] = "string" }));
        methods.Add((JsonNode)Method(Unsubscribe, "WebSocket only: ends the subscription; false when there is none.", [], new JsonObject { ["type"] = "boolean" }));
        return new JsonObject
        {
            ["openrpc"] = "1.3.2",
            ["info"] = new JsonObject
            {
                ["title"] = "Komandor node",
                ["version"] = typeof(ApiCatalogue).Assembly.GetName().Version!.ToString(3),
                ["description"] = "POST /rpc, or the WebSocket /ws. Errors carry {fault, retryAfterMs} as data where they apply.",
            },
            ["methods"] = methods,
            ["components"] = new JsonObject { ["schemas"] = new JsonObject { [nameof(BlockSummary)] = ApiSchemas.Of(typeof(BlockSummary)) } },
        };
    }

    private static JsonObject Method(string name, string summary, JsonArray parameters, JsonObject result) => new()
    {
        ["name"] = name,
        ["summary"] = summary,
        ["paramStructure"] = "by-name",
        ["params"] = parameters,
        ["result"] = new JsonObject { ["name"] = "result", ["schema"] = result },
        ["errors"] = new JsonArray([.. Enum.GetValues<ApiErrorCode>().Select(code =>
            (JsonNode)new JsonObject { ["code"] = (int)code, ["message"] = code.ToString() })]),
    };

    private static JsonArray Parameters(Type type)
    {
        JsonArray parameters = [];
        JsonObject schema = ApiSchemas.Of(type);
        HashSet<string> required = [.. (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>())];
        foreach ((string name, JsonNode? property) in schema["properties"] as JsonObject ?? [])
        {
            parameters.Add((JsonNode)new JsonObject { ["name"] = name, ["required"] = required.Contains(name), ["schema"] = property!.DeepClone() });
        }

        return parameters;
    }
}
