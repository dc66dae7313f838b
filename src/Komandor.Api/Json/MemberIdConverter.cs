using System.Text.Json;
using System.Text.Json.Serialization;
using Komandor.Primitives;

namespace Komandor.Api.Json;

/// <summary>Writes a member's id as a number.</summary>
internal sealed class MemberIdConverter : JsonConverter<MemberId>
{
    /// <inheritdoc/>
    public override MemberId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out uint value)
            ? new MemberId(value)
            : throw new JsonException("A member's id is a number.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, MemberId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
