using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Komandor.Api.Json;

namespace Komandor.Node.Api;

/// <summary>The API's JSON as a server reads it: what cannot be null must be there.</summary>
internal static class ApiSerialization
{
    /// <summary>The deepest nesting of what callers send.</summary>
    internal const int MaximumDepth = 32;

    /// <summary>The options; read-only.</summary>
    internal static JsonSerializerOptions Options { get; } = Create();

    /// <summary>How documents of callers are read: a name that stands twice is a mistake.</summary>
    internal static JsonDocumentOptions Documents { get; } = new() { MaxDepth = MaximumDepth, AllowDuplicateProperties = false };

    private static JsonSerializerOptions Create()
    {
        DefaultJsonTypeInfoResolver resolver = new();
        resolver.Modifiers.Add(RequireWhatCannotBeNull);
        JsonSerializerOptions options = new(ApiJson.Options) { TypeInfoResolver = resolver };
        options.MakeReadOnly();
        return options;
    }

    private static void RequireWhatCannotBeNull(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (JsonPropertyInfo property in type.Properties)
        {
            bool nullable = property.PropertyType.IsValueType
                ? Nullable.GetUnderlyingType(property.PropertyType) is not null
                : property.IsGetNullable;
            property.IsRequired = !nullable;
        }
    }
}
