using System.Buffers;
using System.Text.Json;
using Komandor.Api;

namespace Komandor.Node.Api;

/// <summary>The envelopes of JSON-RPC 2.0.</summary>
internal static class JsonRpcEnvelope
{
    private const int LongestIdCharacters = 256;

    /// <summary>Reads one request.</summary>
    /// <param name="element">Any JSON.</param>
    /// <param name="request">The request; of what is none, its id where that can be read.</param>
    internal static bool TryRead(JsonElement element, out JsonRpcRequest request)
    {
        request = default;
        if (element.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        JsonElement? id = element.TryGetProperty("id", out JsonElement idElement) ? idElement : null;
        if (id is JsonElement given && !IsId(given))
        {
            return false;
        }

        request = new JsonRpcRequest("", id, null);
        if (!element.TryGetProperty("jsonrpc", out JsonElement version) || version.ValueKind != JsonValueKind.String || !version.ValueEquals("2.0")
            || !element.TryGetProperty("method", out JsonElement method) || method.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        JsonElement? parameters = element.TryGetProperty("params", out JsonElement named) ? named : null;
        request = new JsonRpcRequest(method.GetString()!, id, parameters);
        return parameters is null or { ValueKind: JsonValueKind.Object or JsonValueKind.Array };
    }

    /// <summary>The response with a result.</summary>
    internal static byte[] Result(JsonElement? id, JsonElement result) => Write(id, writer =>
    {
        writer.WritePropertyName("result");
        result.WriteTo(writer);
    });

    /// <summary>The response with a refusal.</summary>
    internal static byte[] Error(JsonElement? id, ApiException refusal) => Write(id, writer =>
    {
        writer.WriteStartObject("error");
        writer.WriteNumber("code", (int)refusal.Code);
        writer.WriteString("message", refusal.Message);
        if (refusal.Fault is not null || refusal.RetryAfterMs is not null)
        {
            writer.WriteStartObject("data");
            if (refusal.Fault is not null)
            {
                writer.WriteString("fault", refusal.Fault);
            }

            if (refusal.RetryAfterMs is int retryAfterMs)
            {
                writer.WriteNumber("retryAfterMs", retryAfterMs);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    });

    /// <summary>A notification of the server.</summary>
    internal static byte[] Notification<TParameters>(string method, TParameters parameters)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteString("method", method);
            writer.WritePropertyName("params");
            JsonSerializer.Serialize(writer, parameters, ApiSerialization.Options);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The response to a batch; null when no request of it wants one.</summary>
    internal static byte[]? Batch(byte[]?[] answers)
    {
        ArrayBufferWriter<byte> buffer = new();
        foreach (byte[]? answer in answers)
        {
            if (answer is not null)
            {
                buffer.Write(buffer.WrittenCount == 0 ? "["u8 : ","u8);
                buffer.Write(answer);
            }
        }

        if (buffer.WrittenCount == 0)
        {
            return null;
        }

        buffer.Write("]"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static bool IsId(JsonElement id) => id.ValueKind switch
    {
        JsonValueKind.String or JsonValueKind.Number => id.GetRawText().Length <= LongestIdCharacters,
        JsonValueKind.Null => true,
        _ => false,
    };

    private static byte[] Write(JsonElement? id, Action<Utf8JsonWriter> content)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WritePropertyName("id");
            if (id is JsonElement given)
            {
                given.WriteTo(writer);
            }
            else
            {
                writer.WriteNullValue();
            }

            content(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
