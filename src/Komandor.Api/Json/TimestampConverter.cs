using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Komandor.Primitives;

namespace Komandor.Api.Json;

/// <summary>Writes a moment as ISO 8601 in UTC with microseconds.</summary>
internal sealed class TimestampConverter : JsonConverter<Timestamp>
{
    /// <inheritdoc/>
    public override Timestamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && DateTimeOffset.TryParse(
            reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? Timestamp.From(time)
            : throw new JsonException("A moment is an ISO 8601 string, such as 2027-01-15T08:00:00.000000Z.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Timestamp value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
