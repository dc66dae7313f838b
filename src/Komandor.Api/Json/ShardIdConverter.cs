using System.Text.Json;
using System.Text.Json.Serialization;
using Komandor.Primitives;

namespace Komandor.Api.Json;

/// <summary>Writes a shard's id as a number.</summary>
internal sealed class ShardIdConverter : JsonConverter<ShardId>
{
    /// <inheritdoc/>
    public override ShardId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetUInt16(out ushort value)
            ? new ShardId(value)
            : throw new JsonException("A shard's id is a number.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ShardId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
