using System.Globalization;

namespace Komandor.Web.Display;

/// <summary>Sizes as people read them.</summary>
internal static class SizeFormat
{
    private static readonly string[] _units = ["bytes", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>A size with a binary prefix and one decimal; bytes without.</summary>
    /// <param name="sizeBytes">The size; a negative one is shown as zero.</param>
    internal static string Text(long sizeBytes)
    {
        double size = Math.Max(0, sizeBytes);
        int unit = 0;
        while (size >= 1_024 && unit < _units.Length - 1)
        {
            size /= 1_024;
            unit++;
        }

        return $"{size.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture)} {_units[unit]}";
    }
}
