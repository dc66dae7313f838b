using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using System.Xml.Linq;
using Komandor.Api;
using Komandor.Primitives;

namespace Komandor.Node.Api;

/// <summary>JSON Schemas of the API's records, made from the types and their documentation.</summary>
internal static class ApiSchemas
{
    private const string IdPattern = "^[0-9a-f]{64}$";

    private static readonly HashSet<Type> _ids =
    [
        typeof(Hash256), typeof(ChainId), typeof(TransactionId), typeof(WitnessTransactionId),
        typeof(ObjectId), typeof(AssetId), typeof(BlockId), typeof(PublicKey),
    ];

    private static readonly Dictionary<string, string> _descriptions = ReadDescriptions();

    private static readonly JsonSchemaExporterOptions _exporter = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };

    /// <summary>The schema of <paramref name="type"/>.</summary>
    internal static JsonObject Of(Type type) => (JsonObject)ApiSerialization.Options.GetJsonSchemaAsNode(type, _exporter);

    /// <summary>What the documentation says of a record's property, or null.</summary>
    internal static string? Describe(Type type, string property) => _descriptions.GetValueOrDefault($"{type.FullName}.{property}");

    private static JsonObject Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        Type type = context.TypeInfo.Type;
        Type value = Nullable.GetUnderlyingType(type) ?? type;
        JsonObject made = Replace(value) ?? (schema as JsonObject)?.DeepClone().AsObject() ?? [];
        if (value != type && Replace(value) is not null)
        {
            made["type"] = new JsonArray(made["type"]!.DeepClone(), "null");
        }

        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            // The exporter asks for every parameter of a record's constructor; the server asks only for what cannot be null.
            made["required"] = new JsonArray([.. context.TypeInfo.Properties.Where(one => one.IsRequired).Select(one => (JsonNode)one.Name)]);
        }

        if (context.PropertyInfo is { } property
            && Describe(property.DeclaringType, Pascal(property.Name)) is string description)
        {
            made.Insert(0, "description", description);
        }

        return made;
    }

    private static JsonObject? Replace(Type type)
    {
        if (_ids.Contains(type))
        {
            return new JsonObject { ["type"] = "string", ["pattern"] = IdPattern };
        }

        if (type == typeof(ulong))
        {
            return new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]{1,20}$" };
        }

        if (type == typeof(MemberId) || type == typeof(ShardId))
        {
            return new JsonObject { ["type"] = "integer", ["minimum"] = 0 };
        }

        return type == typeof(Timestamp) ? new JsonObject { ["type"] = "string" } : null;
    }

    private static string Pascal(string name) => JsonNamingPolicy.CamelCase.ConvertName(name) == name ? char.ToUpperInvariant(name[0]) + name[1..] : name;

    // Komandor.Api.xml lies beside the program; without it the schemas are complete and say less.
    private static Dictionary<string, string> ReadDescriptions()
    {
        Dictionary<string, string> descriptions = [];
        string path = Path.Combine(AppContext.BaseDirectory, $"{typeof(ApiCatalogue).Assembly.GetName().Name}.xml");
        if (!File.Exists(path))
        {
            return descriptions;
        }

        foreach (XElement member in XDocument.Load(path).Descendants("member"))
        {
            string name = member.Attribute("name")?.Value ?? "";
            int constructor = name.IndexOf(".#ctor", StringComparison.Ordinal);
            if (!name.StartsWith("M:", StringComparison.Ordinal) || constructor < 0)
            {
                continue;
            }

            foreach (XElement parameter in member.Elements("param"))
            {
                descriptions[$"{name[2..constructor]}.{parameter.Attribute("name")?.Value}"] = parameter.Value.Trim();
            }
        }

        return descriptions;
    }
}
