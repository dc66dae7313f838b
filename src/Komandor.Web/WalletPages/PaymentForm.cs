using System.Globalization;
using Komandor.Primitives;
using Komandor.Wallet;

namespace Komandor.Web.WalletPages;

/// <summary>Reads what a person typed as an amount.</summary>
public static class PaymentForm
{
    private const int Decimals = 8;

    /// <summary>Reads an amount: digits with at most eight decimals for KMCC, whole units for any other asset.</summary>
    /// <param name="text">What was typed. A comma is refused: it groups digits for some and parts decimals for others.</param>
    /// <param name="asset">The asset.</param>
    /// <param name="units">The amount.</param>
    /// <returns>Null, or what is wrong with it.</returns>
    public static string? ReadAmount(string? text, AssetId asset, out ulong units)
    {
        units = 0;
        string typed = (text ?? "").Trim();
        if (typed.Length == 0)
        {
            return "Say how much.";
        }

        if (typed.Contains(',', StringComparison.Ordinal))
        {
            return "Write the amount without commas, decimals behind a point: 1234.5";
        }

        string[] parts = typed.Split('.');
        bool numeric = parts.Length <= 2 && parts[0].Length > 0 && parts.All(part => part.All(char.IsAsciiDigit));
        if (!numeric || (parts.Length == 2 && parts[1].Length == 0))
        {
            return "An amount is a number such as 12 or 0.5";
        }

        int decimals = asset == AssetId.Kmcc ? Decimals : 0;
        string fraction = parts.Length == 2 ? parts[1] : "";
        if (fraction.Length > decimals)
        {
            return decimals == 0 ? "This asset has no decimals." : "KMCC has at most eight decimals.";
        }

        string digits = (parts[0] + fraction.PadRight(decimals, '0')).TrimStart('0');
        return digits.Length == 0 ? "The amount is zero."
            : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out units) ? null
            : "That is more than exists.";
    }

    /// <summary>An amount as text, without the asset's name.</summary>
    internal static string Text(AssetId asset, ulong units) => Amounts.Number(units, asset);
}
