using System.Text;
using Komandor.Ledger.Private;

namespace Komandor.Wallet.Private;

/// <summary>A text in the 512 bytes of a private memo, padded with zeros.</summary>
internal static class PrivateMemo
{
    internal static byte[] Encode(string text)
    {
        byte[] memo = new byte[PrivateLimits.MemoSizeBytes];
        Encoding.UTF8.GetBytes(text, memo);
        return memo;
    }

    /// <summary>The text; what is no text reads as hexadecimal. Control characters are somebody else's mischief and left out.</summary>
    internal static string Decode(ReadOnlySpan<byte> memo)
    {
        ReadOnlySpan<byte> used = memo.TrimEnd((byte)0);
        try
        {
            string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(used);
            return new string([.. text.Where(letter => !char.IsControl(letter))]);
        }
        catch (DecoderFallbackException)
        {
            return Convert.ToHexStringLower(used);
        }
    }
}
