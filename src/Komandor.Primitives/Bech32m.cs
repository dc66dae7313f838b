using System.Diagnostics.CodeAnalysis;

namespace Komandor.Primitives;

/// <summary>Text with a readable prefix and a checksum for bytes that people copy: BIP-350.</summary>
/// <remarks>The code finds any error of up to four characters in a text of at most 90, and misses others in one case of 2³⁰.</remarks>
public static class Bech32m
{
    /// <summary>The longest text: the length of the underlying code. BIP-350's own limit of 90 belongs to Bitcoin's addresses.</summary>
    public const int MaximumCharacters = 1023;

    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const uint Checksum = 0x2bc830a3;
    private const int ChecksumCharacters = 6;

    private static ReadOnlySpan<uint> Generator => [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <summary>Encodes <paramref name="payload"/> under <paramref name="prefix"/> in lower case.</summary>
    /// <exception cref="ArgumentException">The prefix is not 1 to 83 lower-case printable ASCII characters, or the text would be too long.</exception>
    public static string Encode(string prefix, ReadOnlySpan<byte> payload)
    {
        int groups = ((payload.Length * 8) + 4) / 5;
        if (!IsPrefix(prefix) || prefix.Length + 1 + groups + ChecksumCharacters > MaximumCharacters)
        {
            throw new ArgumentException("The prefix is malformed, or the text would be too long.", nameof(prefix));
        }

        byte[] data = new byte[groups + ChecksumCharacters];
        Regroup(payload, 8, data.AsSpan(0, groups), 5);
        uint checksum = Polymod(prefix, data) ^ Checksum;
        for (int index = 0; index < ChecksumCharacters; index++)
        {
            data[groups + index] = (byte)((checksum >> (5 * (5 - index))) & 31);
        }

        return string.Concat(prefix, "1", string.Create(data.Length, data, static (text, values) =>
        {
            for (int index = 0; index < values.Length; index++)
            {
                text[index] = Alphabet[values[index]];
            }
        }));
    }

    /// <summary>Decodes a text of one case; its padding must be zero bits, fewer than five.</summary>
    /// <param name="text">Untrusted text.</param>
    /// <param name="prefix">The prefix, in lower case.</param>
    /// <param name="payload">The bytes.</param>
    /// <returns>False when the text is not one that <see cref="Encode"/> writes, but for its case.</returns>
    public static bool TryDecode([NotNullWhen(true)] string? text, out string prefix, out byte[] payload)
    {
        payload = [];
        if (!TryDecodeGroups(text, out prefix, out byte[] groups))
        {
            return false;
        }

        int bits = groups.Length * 5;
        byte[] bytes = new byte[bits / 8];
        int padding = bits % 8;
        if (padding >= 5 || (padding > 0 && (groups[^1] & ((1 << padding) - 1)) != 0))
        {
            return false;
        }

        Regroup(groups, 5, bytes, 8);
        payload = bytes;
        return true;
    }

    /// <summary>Decodes the prefix and the groups of five bits before the checksum.</summary>
    internal static bool TryDecodeGroups([NotNullWhen(true)] string? text, out string prefix, out byte[] groups)
    {
        prefix = string.Empty;
        groups = [];
        if (text is null || text.Length > MaximumCharacters || (HasLower(text) && HasUpper(text)))
        {
            return false;
        }

        string lower = text.ToLowerInvariant();
        int separator = lower.LastIndexOf('1');
        if (separator < 1 || lower.Length - separator - 1 < ChecksumCharacters || !IsPrefix(lower[..separator]))
        {
            return false;
        }

        byte[] data = new byte[lower.Length - separator - 1];
        for (int index = 0; index < data.Length; index++)
        {
            int value = Alphabet.IndexOf(lower[separator + 1 + index], StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            data[index] = (byte)value;
        }

        prefix = lower[..separator];
        if (Polymod(prefix, data) != Checksum)
        {
            return false;
        }

        groups = data[..^ChecksumCharacters];
        return true;
    }

    private static bool IsPrefix(string prefix) =>
        prefix.Length is >= 1 and <= 83 && !prefix.AsSpan().ContainsAnyExceptInRange('!', '~') && !HasUpper(prefix);

    private static bool HasUpper(string text) => text.AsSpan().ContainsAnyInRange('A', 'Z');

    private static bool HasLower(string text) => text.AsSpan().ContainsAnyInRange('a', 'z');

    private static uint Polymod(string prefix, ReadOnlySpan<byte> data)
    {
        uint state = 1;
        foreach (char character in prefix)
        {
            state = Step(state, character >> 5);
        }

        state = Step(state, 0);
        foreach (char character in prefix)
        {
            state = Step(state, character & 31);
        }

        foreach (byte group in data)
        {
            state = Step(state, group);
        }

        return state;
    }

    private static uint Step(uint state, int value)
    {
        uint top = state >> 25;
        state = ((state & 0x1ffffff) << 5) ^ (uint)value;
        for (int bit = 0; bit < 5; bit++)
        {
            state ^= ((top >> bit) & 1) != 0 ? Generator[bit] : 0;
        }

        return state;
    }

    // Bits left over are dropped when groups shrink, and filled with zeros when they grow.
    private static void Regroup(ReadOnlySpan<byte> source, int sourceBits, Span<byte> destination, int destinationBits)
    {
        uint pending = 0;
        int bits = 0;
        int written = 0;
        foreach (byte value in source)
        {
            pending = ((pending << sourceBits) | value) & 0xffff;
            bits += sourceBits;
            while (bits >= destinationBits)
            {
                bits -= destinationBits;
                destination[written++] = (byte)((pending >> bits) & ((1u << destinationBits) - 1));
            }
        }

        if (written < destination.Length)
        {
            destination[written] = (byte)((pending << (destinationBits - bits)) & ((1u << destinationBits) - 1));
        }
    }
}
