using System.Globalization;
using Komandor.Primitives;
using Komandor.Wallet;

namespace Komandor.Web.Display;

/// <summary>Amounts as people read them: grouped by commas, KMCC with all eight decimals.</summary>
internal static class AmountFormat
{
    /// <summary>Units in one KMCC.</summary>
    internal const ulong UnitsPerKmcc = 100_000_000;

    /// <summary>KMCC without the word, such as <c>1,234.50000000</c>: the command line's own formatter.</summary>
    internal static string Kmcc(ulong units) => Amounts.Number(units, AssetId.Kmcc);

    /// <summary>KMCC rounded down to whole ones, for where space is short.</summary>
    internal static string WholeKmcc(ulong units) => Count(units / UnitsPerKmcc);

    /// <summary>A whole number, grouped.</summary>
    internal static string Count(ulong value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A whole number, grouped.</summary>
    internal static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
