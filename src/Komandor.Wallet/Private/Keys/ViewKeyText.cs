using System.Security.Cryptography;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Keys;

/// <summary>View keys as text: bech32m with the network's prefix and <c>fvk</c> or <c>ivk</c>, over <c>u8</c> 1 and the key.</summary>
/// <remarks>docs/protocol/private-wallet.md §1.</remarks>
internal static class ViewKeyText
{
    private const byte Version = 1;
    private const string FullSuffix = "fvk";
    private const string IncomingSuffix = "ivk";

    internal static string Full(string prefix, FullViewKey key)
    {
        byte[] payload = Payload(FullViewKey.SizeBytes);
        key.Write(payload.AsSpan(1));
        return Encode(prefix + FullSuffix, payload);
    }

    internal static string Incoming(string prefix, IncomingViewKey key)
    {
        byte[] payload = Payload(IncomingViewKey.SizeBytes);
        key.Write(payload.AsSpan(1));
        return Encode(prefix + IncomingSuffix, payload);
    }

    /// <summary>Reads either kind; both are null when the text is none.</summary>
    /// <param name="text">What somebody typed.</param>
    /// <param name="prefix">The network's prefix that it names.</param>
    /// <param name="full">The full view key, if it is one.</param>
    /// <param name="incoming">The incoming view key, if it is one.</param>
    internal static bool TryRead(string? text, out string prefix, out FullViewKey? full, out IncomingViewKey? incoming)
    {
        full = null;
        incoming = null;
        prefix = string.Empty;
        if (!Bech32m.TryDecode(text, out string read, out byte[] payload) || payload.Length < 1 || payload[0] != Version)
        {
            return false;
        }

        prefix = read.Length > FullSuffix.Length ? read[..^FullSuffix.Length] : string.Empty;
        full = read == prefix + FullSuffix ? FullViewKey.TryRead(payload.AsSpan(1)) : null;
        incoming = read == prefix + IncomingSuffix ? IncomingViewKey.TryRead(payload.AsSpan(1)) : null;
        CryptographicOperations.ZeroMemory(payload);
        return prefix.Length > 0 && (full is not null || incoming is not null);
    }

    private static byte[] Payload(int keySizeBytes)
    {
        byte[] payload = new byte[1 + keySizeBytes];
        payload[0] = Version;
        return payload;
    }

    private static string Encode(string prefix, byte[] payload)
    {
        string text = Bech32m.Encode(prefix, payload);
        CryptographicOperations.ZeroMemory(payload);
        return text;
    }
}
