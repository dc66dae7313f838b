using System.Globalization;
using Komandor.Primitives;

namespace Komandor.Web.Display;

/// <summary>Moments and durations as people read them.</summary>
internal static class TimeFormat
{
    private const long Minute = 60;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    /// <summary>ISO 8601 in UTC with milliseconds.</summary>
    internal static string Iso(Timestamp time) =>
        time.UnixMicroseconds is >= 0 and < 253_402_300_800_000_000
            ? time.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : time.ToString();

    /// <summary>How long ago, or in how long, in one unit: <c>5 s ago</c>, <c>in 3 min</c>.</summary>
    internal static string Relative(Timestamp time, Timestamp now)
    {
        Int128 microseconds = (Int128)now.UnixMicroseconds - time.UnixMicroseconds;
        bool past = microseconds >= 0;
        long seconds = (long)((past ? microseconds : -microseconds) / Timestamp.PerSecond);
        if (seconds == 0)
        {
            return "now";
        }

        string span = seconds switch
        {
            < Minute => Span(seconds, "s"),
            < Hour => Span(seconds / Minute, "min"),
            < Day => Span(seconds / Hour, "h"),
            _ => Span(seconds / Day, "d"),
        };
        return past ? $"{span} ago" : $"in {span}";
    }

    /// <summary>A measured duration: milliseconds below a second, then seconds.</summary>
    internal static string Duration(double milliseconds) => milliseconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.#} ms"),
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms"),
        < 60_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1_000:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 60_000:#,0.0} min"),
    };

    private static string Span(long count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {unit}");
}
