using CsCheck;

namespace Komandor.Primitives.Tests;

public sealed class TimestampTests
{
    [Fact]
    public void From_ADate_ComesBack() =>
        Gen.Long[0, 4_000_000_000_000_000].Sample(microseconds =>
            Timestamp.From(new Timestamp(microseconds).ToDateTimeOffset()).UnixMicroseconds == microseconds);

    [Fact]
    public void ToString_IsIso8601WithSixDecimals() =>
        Assert.Equal("2027-01-15T08:00:00.000001Z", new Timestamp(1_800_000_000_000_001).ToString());
}
