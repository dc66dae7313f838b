using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Komandor.Api;
using Komandor.Node.Api;

namespace Komandor.Node.Tests.Api;

public sealed class DocumentTests
{
    [Fact]
    public async Task OpenRpc_ListsEveryMethodAndFitsRealAnswers()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        (_, JsonElement document) = await server.GetAsync("openrpc.json");
        Dictionary<string, JsonElement> methods = document.GetProperty("methods").EnumerateArray()
            .ToDictionary(method => method.GetProperty("name").GetString()!);
        foreach (ApiMethod method in ApiCatalogue.All)
        {
            JsonElement described = methods[method.Name];
            Assert.Equal(method.Summary, described.GetProperty("summary").GetString());
            JsonObject parameters = [];
            foreach (JsonElement parameter in described.GetProperty("params").EnumerateArray().Where(one => one.GetProperty("required").GetBoolean()))
            {
                parameters[parameter.GetProperty("name").GetString()!] = "ab";
            }

            (_, JsonElement body) = await server.PostAsync(new JsonObject
            {
                ["jsonrpc"] = "2.0",
                ["id"] = 1,
                ["method"] = method.Name,
                ["params"] = parameters,
            }.ToJsonString());
            Assert.True(body.TryGetProperty("result", out JsonElement result), body.GetRawText());
            Check(described.GetProperty("result").GetProperty("schema"), result, method.Name);
        }

        Assert.Equal(ApiCatalogue.All.Count + 3, methods.Count);
        (_, JsonElement discovered) = await server.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"rpc_discover"}""");
        Assert.Equal(document.GetRawText(), discovered.GetProperty("result").GetRawText());
    }

    [Fact]
    public async Task OpenRpc_ChecksReallyRefuse()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        (_, JsonElement document) = await server.GetAsync("openrpc.json");
        JsonElement schema = document.GetProperty("methods")[0].GetProperty("result").GetProperty("schema");
        Assert.Contains("properties", schema.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("required", schema.GetRawText(), StringComparison.Ordinal);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Check(schema, JsonDocument.Parse("""{"network":5}""").RootElement, "wrong"));
    }

    [Fact]
    public async Task OpenApi_ListsEveryRouteAndFitsRealAnswers()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        (_, JsonElement document) = await server.GetAsync("openapi.json");
        foreach (RestRoute route in RestRoute.All)
        {
            JsonElement operation = document.GetProperty("paths").GetProperty("/api/v1" + route.Path).GetProperty("get");
            foreach (Match part in Regex.Matches(route.Path, "{(.*?)}"))
            {
                Assert.Contains(operation.GetProperty("parameters").EnumerateArray(), one =>
                    one.GetProperty("name").GetString() == part.Groups[1].Value && one.GetProperty("in").GetString() == "path");
            }

            (_, JsonElement body) = await server.GetAsync("api/v1" + Regex.Replace(route.Path, "{.*?}", "7"));
            Check(document.GetProperty("components").GetProperty("schemas").GetProperty(route.Method.ResultType.Name), body, route.Path);
        }
    }

    // The part of JSON Schema that the documents use.
    private static void Check(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("type", out JsonElement type))
        {
            string[] types = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)] : [type.GetString()!];
            Assert.True(types.Any(one => Is(one, value)), $"{path}: {value.ValueKind} is none of {string.Join(", ", types)}.");
        }

        if (schema.TryGetProperty("enum", out JsonElement words))
        {
            Assert.Contains(words.EnumerateArray(), word => JsonElement.DeepEquals(word, value));
        }

        if (value.ValueKind == JsonValueKind.String && schema.TryGetProperty("pattern", out JsonElement pattern))
        {
            Assert.Matches(pattern.GetString()!, value.GetString()!);
        }

        if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out JsonElement properties))
        {
            foreach (JsonElement name in schema.TryGetProperty("required", out JsonElement required) ? required.EnumerateArray() : [])
            {
                Assert.True(value.TryGetProperty(name.GetString()!, out _), $"{path} lacks {name}.");
            }

            foreach (JsonProperty property in value.EnumerateObject())
            {
                Assert.True(properties.TryGetProperty(property.Name, out JsonElement part), $"{path}.{property.Name} is not described.");
                Check(part, property.Value, $"{path}.{property.Name}");
            }
        }

        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out JsonElement items))
        {
            foreach (JsonElement item in value.EnumerateArray())
            {
                Check(items, item, $"{path}[]");
            }
        }
    }

    private static bool Is(string type, JsonElement value) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        _ => false,
    };
}
