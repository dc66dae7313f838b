using System.Globalization;
using Komandor.Primitives;

namespace Komandor.Wallet;

/// <summary>Amounts as people write them: KMCC with up to eight decimals, other assets in whole units.</summary>
public static class Amounts
{
    private const int Decimals = 8;
    private const ulong UnitsPerKmcc = 100_000_000;

    /// <summary>Reads an amount, such as <c>1.5</c>; signs, exponents, separators of thousands and more decimals are refused.</summary>
    public static bool TryParse(string text, AssetId asset, out ulong units)
    {
        units = 0;
        if (asset != AssetId.Kmcc)
        {
            return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out units);
        }

        int point = text.IndexOf('.', StringComparison.Ordinal);
        string whole = point < 0 ? text : text[..point];
        string fraction = point < 0 ? string.Empty : text[(point + 1)..];
        if ((point >= 0 && fraction.Length == 0) || fraction.Length > Decimals
            || !ulong.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out ulong kmcc)
            || !ulong.TryParse(fraction.PadRight(Decimals, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out ulong rest))
        {
            return false;
        }

        UInt128 total = ((UInt128)kmcc * UnitsPerKmcc) + rest;
        units = total <= ulong.MaxValue ? (ulong)total : 0;
        return total <= ulong.MaxValue;
    }

    /// <summary>Writes an amount with its unit, such as <c>1.50000000 KMCC</c>.</summary>
    public static string Format(ulong units, AssetId asset) => asset == AssetId.Kmcc
        ? string.Create(CultureInfo.InvariantCulture, $"{units / UnitsPerKmcc}.{units % UnitsPerKmcc:D8} KMCC")
        : string.Create(CultureInfo.InvariantCulture, $"{units} units of {asset}");
}
