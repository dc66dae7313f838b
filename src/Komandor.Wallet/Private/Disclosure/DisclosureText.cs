using System.Buffers.Text;
using System.Text;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Disclosure;

/// <summary>Proofs as text, and the contexts that bind them to chain, message and statement.</summary>
/// <remarks>docs/protocol/private-wallet.md §8: <c>komandorproof1</c>, then base64url of <c>u8</c> kind ‖ chain id ‖ the proof's own fields.</remarks>
internal static class DisclosureText
{
    /// <summary>The longest message, in bytes of UTF-8.</summary>
    internal const int MaximumMessageSizeBytes = 4096;

    private const string Prefix = "komandorproof1";
    private const int MaximumCharacters = 1 << 20;

    private static readonly HashDomain _contextDomain = new("komandor.disclos");

    /// <summary>What the equations of a proof are bound to.</summary>
    /// <param name="kind">What it shows.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="message">The message.</param>
    /// <param name="statement">What else it names: transaction, output, address, image, notes.</param>
    internal static Hash256 Context(DisclosureKind kind, ChainId chain, string message, ReadOnlySpan<byte> statement)
    {
        CanonicalWriter writer = new(512);
        writer.Byte((byte)kind);
        writer.Hash(chain.Value);
        writer.Bytes(Encoding.UTF8.GetBytes(message));
        writer.Bytes(statement);
        return Blake2b.Hash(_contextDomain, writer.Written);
    }

    /// <summary>The text of a proof.</summary>
    internal static string Write(DisclosureKind kind, ChainId chain, ReadOnlySpan<byte> fields)
    {
        CanonicalWriter writer = new(1024);
        writer.Byte((byte)kind);
        writer.Hash(chain.Value);
        writer.Raw(fields);
        return Prefix + Base64Url.EncodeToString(writer.Written);
    }

    /// <summary>Reads a text; false when it is none.</summary>
    internal static bool TryRead(string text, out DisclosureKind kind, out ChainId chain, out byte[] fields)
    {
        kind = default;
        chain = default;
        fields = [];
        string trimmed = text.Trim();
        if (trimmed.Length > MaximumCharacters || !trimmed.StartsWith(Prefix, StringComparison.Ordinal) || !Base64Url.IsValid(trimmed.AsSpan(Prefix.Length)))
        {
            return false;
        }

        // One proof has one text: neither blanks nor padding nor spare bits.
        byte[] bytes = Base64Url.DecodeFromChars(trimmed.AsSpan(Prefix.Length));
        if (!trimmed.AsSpan(Prefix.Length).SequenceEqual(Base64Url.EncodeToString(bytes)))
        {
            return false;
        }

        CanonicalReader reader = new(bytes);
        byte number = reader.Byte();
        chain = new ChainId(reader.Hash());
        if (reader.Fault != EncodingFault.None || number is < (byte)DisclosureKind.Payment or > (byte)DisclosureKind.Reserve)
        {
            return false;
        }

        kind = (DisclosureKind)number;
        fields = bytes[reader.Position..];
        return true;
    }
}
