using System.Text.Json;
using System.Text.Json.Serialization;

namespace Komandor.Api.Json;

/// <summary>Writes an id as 64 hexadecimal digits.</summary>
internal sealed class IdConverter<T>(IdConverter<T>.Parser tryParse) : JsonConverter<T>
    where T : struct
{
    /// <summary>Parses the text of an id.</summary>
    internal delegate bool Parser(string? text, out T id);

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && tryParse(reader.GetString(), out T id)
            ? id
            : throw new JsonException($"A {typeof(T).Name} is a string of 64 hexadecimal digits.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
