using System.Buffers.Text;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Offline;

/// <summary>Requests and answers as text: one line, or parts that are scanned one by one.</summary>
/// <remarks>docs/protocol/private-wallet.md §9: <c>komandorrequest1</c> or <c>komandoranswer1</c>, then base64url of the bytes and the first eight of their hash.</remarks>
internal static class OfflineText
{
    /// <summary>The bytes of a checksum, and of a set of parts' name: the first of the hash.</summary>
    internal const int ChecksumSizeBytes = 8;

    private const char Version = '1';
    private const int MaximumCharacters = 1 << 17;

    private static readonly HashDomain _requestDomain = new("komandor.request");
    private static readonly HashDomain _answerDomain = new("komandor.answer");

    /// <summary>The hash of what is carried: a request's name.</summary>
    internal static Hash256 HashOf(OfflineKind kind, ReadOnlySpan<byte> bytes) =>
        Blake2b.Hash(kind == OfflineKind.Request ? _requestDomain : _answerDomain, bytes);

    /// <summary>The one line.</summary>
    internal static string Write(OfflineKind kind, ReadOnlySpan<byte> bytes) =>
        PrefixOf(kind) + Version + Base64Url.EncodeToString([.. bytes, .. ChecksumOf(kind, bytes)]);

    /// <summary>Whether a text is of this kind, in one line or in parts, whatever its faults.</summary>
    internal static bool IsOf(OfflineKind kind, string text) =>
        text.TrimStart().StartsWith(PrefixOf(kind), StringComparison.Ordinal) || text.TrimStart().StartsWith(OfflineParts.PrefixOf(kind), StringComparison.Ordinal);

    /// <summary>Reads the line, or parts of it in any order, with any blanks between them.</summary>
    internal static OfflineFault TryRead(OfflineKind kind, string? text, out byte[] bytes)
    {
        bytes = [];
        string[] lines = (text ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || text!.Length > MaximumCharacters)
        {
            return OfflineFault.Malformed;
        }

        if (lines[0].StartsWith(OfflineParts.PrefixOf(kind), StringComparison.Ordinal))
        {
            return OfflineParts.TryJoin(kind, lines, out bytes);
        }

        string prefix = PrefixOf(kind);
        if (lines.Length > 1 || !lines[0].StartsWith(prefix, StringComparison.Ordinal) || lines[0].Length == prefix.Length)
        {
            return OfflineFault.Malformed;
        }

        return lines[0][prefix.Length] != Version ? OfflineFault.UnknownVersion : ReadLine(kind, lines[0].AsSpan(prefix.Length + 1), out bytes);
    }

    /// <summary>The first bytes of the hash.</summary>
    internal static byte[] ChecksumOf(OfflineKind kind, ReadOnlySpan<byte> bytes) => HashOf(kind, bytes).ToArray()[..ChecksumSizeBytes];

    // One content has one text: neither padding nor spare bits.
    private static OfflineFault ReadLine(OfflineKind kind, ReadOnlySpan<char> encoded, out byte[] bytes)
    {
        bytes = [];
        if (!Base64Url.IsValid(encoded))
        {
            return OfflineFault.Malformed;
        }

        byte[] read = Base64Url.DecodeFromChars(encoded);
        if (read.Length < ChecksumSizeBytes || !encoded.SequenceEqual(Base64Url.EncodeToString(read))
            || !ChecksumOf(kind, read.AsSpan(0, read.Length - ChecksumSizeBytes)).AsSpan().SequenceEqual(read.AsSpan(read.Length - ChecksumSizeBytes)))
        {
            return OfflineFault.Malformed;
        }

        bytes = read[..^ChecksumSizeBytes];
        return OfflineFault.None;
    }

    private static string PrefixOf(OfflineKind kind) => kind == OfflineKind.Request ? "komandorrequest" : "komandoranswer";
}
