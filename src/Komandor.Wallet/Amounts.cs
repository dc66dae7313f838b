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

    /// <summary>Writes an amount with its unit, such as <c>1,234.50000000 KMCC</c>.</summary>
    public static string Format(ulong units, AssetId asset) =>
        asset == AssetId.Kmcc ? $"{Number(units, asset)} KMCC" : $"{Number(units, asset)} units of {asset}";

    /// <summary>Writes an amount with the name of its asset.</summary>
    /// <param name="units">The amount.</param>
    /// <param name="asset">The asset.</param>
    /// <param name="name">Its name, text of strangers; empty when it has none.</param>
    public static string Format(ulong units, AssetId asset, string name)
    {
        // A name must not move a terminal's cursor.
        string clean = new([.. name.Where(letter => !char.IsControl(letter))]);
        return asset == AssetId.Kmcc || clean.Length == 0 ? Format(units, asset) : $"{Number(units, asset)} {clean}";
    }

    /// <summary>Writes an amount without a unit, grouped by commas: KMCC with all eight decimals, other assets whole. Command line, pages and explorer write amounts so.</summary>
    public static string Number(ulong units, AssetId asset) => asset == AssetId.Kmcc
        ? string.Create(CultureInfo.InvariantCulture, $"{units / UnitsPerKmcc:#,0}.{units % UnitsPerKmcc:D8}")
        : units.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Writes an amount as <see cref="TryParse"/> reads it: no groups, no zeros at the end.</summary>
    public static string Plain(ulong units, AssetId asset)
    {
        string digits = Number(units, asset).Replace(",", string.Empty, StringComparison.Ordinal);
        return asset == AssetId.Kmcc ? digits.TrimEnd('0').TrimEnd('.') : digits;
    }
}
