using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Komandor.Api.Json;

/// <summary>Writes 64-bit unsigned numbers as strings of digits, and reads them from strings and from numbers.</summary>
internal sealed class AmountConverter : JsonConverter<ulong>
{
    /// <inheritdoc/>
    public override ulong Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out ulong number))
        {
            return number;
        }

        return reader.TokenType == JsonTokenType.String
            && ulong.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out ulong parsed)
            ? parsed
            : throw new JsonException("Expected a whole number from 0 to 18446744073709551615, as digits.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ulong value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
}
