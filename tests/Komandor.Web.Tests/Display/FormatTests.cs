using Komandor.Primitives;
using Komandor.Web.Display;

namespace Komandor.Web.Tests.Display;

public sealed class FormatTests
{
    [Theory]
    [InlineData(0UL, "0.00000000")]
    [InlineData(1UL, "0.00000001")]
    [InlineData(123_456_789_012_345UL, "1,234,567.89012345")]
    [InlineData(ulong.MaxValue, "184,467,440,737.09551615")]
    public void Kmcc_AnyAmount_HasEightDecimalsAndGroups(ulong units, string text) => Assert.Equal(text, AmountFormat.Kmcc(units));

    [Theory]
    [InlineData(0, "now")]
    [InlineData(999, "now")]
    [InlineData(5_000, "5 s ago")]
    [InlineData(59_999, "59 s ago")]
    [InlineData(60_000, "1 min ago")]
    [InlineData(7_200_000, "2 h ago")]
    [InlineData(172_800_000, "2 d ago")]
    [InlineData(-90_000, "in 1 min")]
    public void Relative_Moment_IsToldInOneUnit(long agoMs, string text)
    {
        Timestamp now = new(1_800_000_000_000_000);
        Assert.Equal(text, TimeFormat.Relative(now.Plus(-agoMs * Timestamp.PerMillisecond), now));
    }

    [Fact]
    public void Relative_MomentsAtTheEndsOfTime_DoNotOverflow()
    {
        Assert.EndsWith(" d ago", TimeFormat.Relative(new Timestamp(long.MinValue), new Timestamp(long.MaxValue)), StringComparison.Ordinal);
        Assert.StartsWith("in ", TimeFormat.Relative(new Timestamp(long.MaxValue), new Timestamp(long.MinValue)), StringComparison.Ordinal);
    }

    [Fact]
    public void Iso_MomentOutsideTheCalendar_IsItsNumber() => Assert.Equal("-1", TimeFormat.Iso(new Timestamp(-1)));

    [Theory]
    [InlineData(3.24, "3.2 ms")]
    [InlineData(212, "212 ms")]
    [InlineData(1_240, "1.2 s")]
    [InlineData(90_000, "1.5 min")]
    public void Duration_Measured_IsToldInItsUnit(double milliseconds, string text) => Assert.Equal(text, TimeFormat.Duration(milliseconds));

    [Theory]
    [InlineData(-1, "0 bytes")]
    [InlineData(1_023, "1023 bytes")]
    [InlineData(734_003_200, "700.0 MiB")]
    [InlineData(long.MaxValue, "8388608.0 TiB")]
    public void Size_AnyNumber_HasABinaryPrefix(long sizeBytes, string text) => Assert.Equal(text, SizeFormat.Text(sizeBytes));

    [Theory]
    [InlineData("FeeTooLow", "Its fee is too low")]
    [InlineData("IPAddressOdd", "Ipaddress odd")]
    [InlineData("ObjectVersionMismatch", "Object version mismatch")]
    [InlineData("", "The node did not say why")]
    [InlineData(null, "The node did not say why")]
    public void Words_FaultName_BecomesASentence(string? fault, string words) => Assert.Equal(words, FaultText.Words(fault));

    [Theory]
    [InlineData("short", "short")]
    [InlineData("0123456789abcdef0", "0123456789abcdef0")]
    [InlineData("0123456789abcdef01", "01234567…cdef01")]
    public void Short_LongText_KeepsItsEnds(string text, string shortened) => Assert.Equal(shortened, ShortText.Of(text));
}
