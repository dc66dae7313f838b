using System.Text.Json.Nodes;
using Komandor.Api;

namespace Komandor.Node.Api;

/// <summary>The OpenAPI document of the reading paths, made from their table and the catalogue.</summary>
/// <remarks>OpenAPI 3.1 takes the very schemas that OpenRPC takes, so both documents come from one place and cannot differ.</remarks>
internal static class OpenApiDocument
{
    /// <summary>The prefix of all paths.</summary>
    internal const string Prefix = "/api/v1";

    /// <summary>The document.</summary>
    internal static JsonObject Create()
    {
        JsonObject paths = [];
        JsonObject schemas = new()
        {
            ["Problem"] = JsonNode.Parse("""
                {"type":"object","required":["type","title","status","detail"],"properties":{"type":{"type":"string"},"title":{"type":"string"},
                "status":{"type":"integer"},"detail":{"type":"string"},"fault":{"type":"string"},"retryAfterMs":{"type":"integer"}}}
                """),
        };
        foreach (RestRoute route in RestRoute.All)
        {
            schemas[route.Method.ResultType.Name] = ApiSchemas.Of(route.Method.ResultType);
            paths[Prefix + route.Path] = new JsonObject { ["get"] = Operation(route) };
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject { ["title"] = "Komandor node", ["version"] = typeof(ApiCatalogue).Assembly.GetName().Version!.ToString(3) },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas },
        };
    }

    private static JsonObject Operation(RestRoute route) => new()
    {
        ["operationId"] = route.Method.Name,
        ["summary"] = route.Method.Summary,
        ["parameters"] = Parameters(route),
        ["responses"] = new JsonObject
        {
            ["200"] = Response("The answer.", "application/json", route.Method.ResultType.Name),
            ["default"] = Response("A refusal: RFC 9457.", "application/problem+json", "Problem"),
        },
    };

    private static JsonArray Parameters(RestRoute route)
    {
        JsonArray parameters = [];
        bool block = route.Path.Contains(RestRoute.HeightOrId, StringComparison.Ordinal);
        if (block)
        {
            parameters.Add((JsonNode)Parameter(RestRoute.HeightOrId, "path", new JsonObject { ["type"] = "string", ["pattern"] = "^([0-9]{1,20}|[0-9a-f]{64})$" }));
            return parameters;
        }

        foreach ((string name, JsonNode? schema) in ApiSchemas.Of(route.Method.ParametersType)["properties"] as JsonObject ?? [])
        {
            string place = route.Path.Contains($"{{{name}}}", StringComparison.Ordinal) ? "path" : "query";
            parameters.Add((JsonNode)Parameter(name, place, schema!.DeepClone()));
        }

        return parameters;
    }

    private static JsonObject Parameter(string name, string place, JsonNode schema) =>
        new() { ["name"] = name, ["in"] = place, ["required"] = place == "path", ["schema"] = schema };

    private static JsonObject Response(string description, string type, string schema) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject
        {
            [type] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{schema}" } },
        },
    };
}
