namespace Komandor.Wallet.Private.Offline;

/// <summary>RFC 4648's base32 without padding: a code to scan holds its alphabet in five and a half bits a character, and that of base64 in eight.</summary>
internal static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int BitsPerCharacter = 5;
    private const int BitsPerByte = 8;

    internal static string Encode(ReadOnlySpan<byte> bytes)
    {
        char[] text = new char[((bytes.Length * BitsPerByte) + BitsPerCharacter - 1) / BitsPerCharacter];
        int next = 0;
        int held = 0;
        uint buffer = 0;
        foreach (byte one in bytes)
        {
            buffer = ((buffer << BitsPerByte) | one) & 0xffff;
            held += BitsPerByte;
            while (held >= BitsPerCharacter)
            {
                held -= BitsPerCharacter;
                text[next++] = Alphabet[(int)((buffer >> held) & 31)];
            }
        }

        if (held > 0)
        {
            text[next] = Alphabet[(int)((buffer << (BitsPerCharacter - held)) & 31)];
        }

        return new string(text);
    }

    /// <summary>The bytes; null when the text is none, or not the one text of its bytes.</summary>
    internal static byte[]? Decode(ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[text.Length * BitsPerCharacter / BitsPerByte];
        int next = 0;
        int held = 0;
        uint buffer = 0;
        foreach (char letter in text)
        {
            int value = Alphabet.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            buffer = ((buffer << BitsPerCharacter) | (uint)value) & 0xffff;
            held += BitsPerCharacter;
            if (held >= BitsPerByte)
            {
                held -= BitsPerByte;
                bytes[next++] = (byte)((buffer >> held) & byte.MaxValue);
            }
        }

        return text.SequenceEqual(Encode(bytes)) ? bytes : null;
    }
}
