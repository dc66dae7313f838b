using Komandor.Primitives;
using Komandor.Web.Tests.Fakes;
using Komandor.Web.WalletPages;

namespace Komandor.Web.Tests.WalletPages;

public sealed class PaymentFormTests
{
    [Theory]
    [InlineData("1", 100_000_000UL)]
    [InlineData(" 1.5 ", 150_000_000UL)]
    [InlineData("0.00000001", 1UL)]
    [InlineData("00012.30", 1_230_000_000UL)]
    [InlineData("184467440737.09551615", ulong.MaxValue)]
    public void ReadAmount_NumberOfKmcc_IsItsUnits(string text, ulong expected)
    {
        Assert.Null(PaymentForm.ReadAmount(text, AssetId.Kmcc, out ulong units));
        Assert.Equal(expected, units);
    }

    [Theory]
    [InlineData(null, "Say how much.")]
    [InlineData("", "Say how much.")]
    [InlineData("1,5", "Write the amount without commas, decimals behind a point: 1234.5")]
    [InlineData("-1", "An amount is a number such as 12 or 0.5")]
    [InlineData("1.", "An amount is a number such as 12 or 0.5")]
    [InlineData(".5", "An amount is a number such as 12 or 0.5")]
    [InlineData("1.2.3", "An amount is a number such as 12 or 0.5")]
    [InlineData("1e3", "An amount is a number such as 12 or 0.5")]
    [InlineData("٣", "An amount is a number such as 12 or 0.5")]
    [InlineData("0.000000001", "KMCC has at most eight decimals.")]
    [InlineData("0.00", "The amount is zero.")]
    [InlineData("184467440737.09551616", "That is more than exists.")]
    public void ReadAmount_AnythingElse_SaysWhatIsWrong(string? text, string fault)
    {
        Assert.Equal(fault, PaymentForm.ReadAmount(text, AssetId.Kmcc, out ulong units));
        Assert.Equal(0UL, units);
    }

    [Fact]
    public void ReadAmount_OfAnotherAsset_IsWholeUnits()
    {
        Assert.Null(PaymentForm.ReadAmount("42", FakeChain.Gold, out ulong units));
        Assert.Equal(42UL, units);
        Assert.Equal("This asset has no decimals.", PaymentForm.ReadAmount("4.2", FakeChain.Gold, out _));
    }

    [Fact]
    public void Text_ReadBack_IsTheSameAmount() => CsCheck.Check.Sample(CsCheck.Gen.ULong[1, ulong.MaxValue], units =>
    {
        string text = PaymentForm.Text(AssetId.Kmcc, units).Replace(",", "", StringComparison.Ordinal);
        Assert.Null(PaymentForm.ReadAmount(text, AssetId.Kmcc, out ulong read));
        Assert.Equal(units, read);
    });
}
