using System.Globalization;

namespace Komandor.Primitives;

/// <summary>A moment: microseconds since 1970-01-01T00:00:00Z, without leap seconds.</summary>
/// <remarks>Microseconds, because a JSON number still holds them exactly, and a round's events still get distinct ones.</remarks>
public readonly record struct Timestamp(long UnixMicroseconds) : IComparable<Timestamp>
{
    /// <summary>Microseconds in a second.</summary>
    public const long PerSecond = 1_000_000;

    /// <summary>Microseconds in a millisecond.</summary>
    public const long PerMillisecond = 1_000;

    /// <summary>The moment of <paramref name="time"/>, rounded down to a microsecond.</summary>
    public static Timestamp From(DateTimeOffset time) => new((time.UtcTicks - DateTime.UnixEpoch.Ticks) / 10);

    /// <summary>This moment as a date, for people and for APIs.</summary>
    public DateTimeOffset ToDateTimeOffset() => new(DateTime.UnixEpoch.Ticks + (UnixMicroseconds * 10), TimeSpan.Zero);

    /// <summary>The moment that is <paramref name="microseconds"/> later.</summary>
    public Timestamp Plus(long microseconds) => new(UnixMicroseconds + microseconds);

    /// <inheritdoc/>
    public int CompareTo(Timestamp other) => UnixMicroseconds.CompareTo(other.UnixMicroseconds);

    /// <summary>ISO 8601 with six decimals, in UTC; a moment outside the calendar is written as its number.</summary>
    public override string ToString() =>
        UnixMicroseconds is >= 0 and < 253_402_300_800_000_000
            ? ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)
            : UnixMicroseconds.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether <paramref name="left"/> is earlier.</summary>
    public static bool operator <(Timestamp left, Timestamp right) => left.UnixMicroseconds < right.UnixMicroseconds;

    /// <summary>Whether <paramref name="left"/> is later.</summary>
    public static bool operator >(Timestamp left, Timestamp right) => left.UnixMicroseconds > right.UnixMicroseconds;

    /// <summary>Whether <paramref name="left"/> is not later.</summary>
    public static bool operator <=(Timestamp left, Timestamp right) => left.UnixMicroseconds <= right.UnixMicroseconds;

    /// <summary>Whether <paramref name="left"/> is not earlier.</summary>
    public static bool operator >=(Timestamp left, Timestamp right) => left.UnixMicroseconds >= right.UnixMicroseconds;
}
