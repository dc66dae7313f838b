using System.Buffers;
using System.Net;
using System.Text.Json;
using Komandor.Api;
using Komandor.Api.Json;

namespace Komandor.Client;

/// <summary>The envelopes of JSON-RPC 2.0, as a caller sees them.</summary>
internal static class JsonRpc
{
    /// <summary>A request with named parameters.</summary>
    internal static byte[] Request<TParameters>(long id, string method, TParameters parameters)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteNumber("id", id);
            writer.WriteString("method", method);
            writer.WritePropertyName("params");
            JsonSerializer.Serialize(writer, parameters, ApiJson.Options);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The address of <paramref name="path"/> below a node's base address.</summary>
    internal static Uri At(Uri endpoint, string path) => new(endpoint.AbsoluteUri.TrimEnd('/') + "/" + path);

    /// <summary>The envelope in an HTTP response.</summary>
    /// <exception cref="ApiException">It is none: what answered is no node, or a proxy before it.</exception>
    internal static JsonDocument Parse(Uri endpoint, HttpStatusCode status, byte[] body)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 40 });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException)
        {
            // Told below, with the status, which says more than a position in a text that is no JSON.
        }

        throw new ApiException(
            ApiErrorCode.NotReady, $"What answers at {endpoint} (HTTP {(int)status}) does not speak JSON-RPC. Is that the address of a Komandor node?");
    }

    /// <summary>The result that an envelope holds.</summary>
    /// <exception cref="ApiException">It holds an error, or a result that this client does not understand.</exception>
    internal static TResult Result<TResult>(JsonElement envelope)
        where TResult : notnull
    {
        if (envelope.TryGetProperty("error", out JsonElement error) && error.ValueKind == JsonValueKind.Object)
        {
            throw Refusal(error);
        }

        try
        {
            if (envelope.TryGetProperty("result", out JsonElement result) && result.Deserialize<TResult>(ApiJson.Options) is TResult value)
            {
                return value;
            }
        }
        catch (JsonException mismatch)
        {
            throw new ApiException(
                ApiErrorCode.InternalError, $"The node's answer is not understood ({mismatch.Message}). Use a client of the node's version.");
        }

        throw new ApiException(ApiErrorCode.InternalError, "The node's answer has neither a result nor an error.");
    }

    private static ApiException Refusal(JsonElement error)
    {
        ApiErrorCode code = error.TryGetProperty("code", out JsonElement number) && number.TryGetInt32(out int value)
            && Enum.IsDefined((ApiErrorCode)value) ? (ApiErrorCode)value : ApiErrorCode.InternalError;
        string message = Text(error, "message") ?? "The node refused and does not say why.";
        string? fault = null;
        int? retryAfterMs = null;
        if (error.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Object)
        {
            fault = Text(data, "fault");
            retryAfterMs = data.TryGetProperty("retryAfterMs", out JsonElement after) && after.ValueKind == JsonValueKind.Number
                && after.TryGetInt32(out int afterMs) && afterMs >= 0 ? afterMs : null;
        }

        return new ApiException(code, message, fault, retryAfterMs);
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement element) && element.ValueKind == JsonValueKind.String ? element.GetString() : null;
}
