using System.Text.Json;
using System.Text.Unicode;

namespace Komandor.Node.Api;

/// <summary>What JSON's grammar lets through and text cannot hold: bytes that are no UTF-8, and halves of surrogate pairs.</summary>
internal static class JsonText
{
    /// <summary>Whether every name and string of a message can be read as text.</summary>
    /// <exception cref="JsonException">The message is no JSON.</exception>
    internal static bool IsReadable(ReadOnlySpan<byte> message)
    {
        if (!Utf8.IsValid(message))
        {
            return false;
        }

        // Without an escape of a number nothing else can go wrong.
        if (message.IndexOf("\\u"u8) < 0)
        {
            return true;
        }

        Utf8JsonReader reader = new(message, new JsonReaderOptions { MaxDepth = ApiSerialization.MaximumDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.ValueIsEscaped)
                {
                    reader.GetString();
                }
            }
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        return true;
    }
}
