using Komandor.Primitives;

namespace Komandor.Wallet.Tests;

public sealed class AmountsTests
{
    [Theory]
    [InlineData("1.5", 150_000_000UL)]
    [InlineData("12", 1_200_000_000UL)]
    [InlineData("0.00000001", 1UL)]
    [InlineData("184467440737.09551615", ulong.MaxValue)]
    public void TryParse_Kmcc_IsUnits(string text, ulong units)
    {
        Assert.True(Amounts.TryParse(text, AssetId.Kmcc, out ulong parsed));
        Assert.Equal(units, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData("1,5")]
    [InlineData(" 1")]
    [InlineData("1.123456789")]
    [InlineData("184467440737.09551616")]
    [InlineData("1.5.5")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(Amounts.TryParse(text, AssetId.Kmcc, out _));

    [Fact]
    public void TryParse_FractionOfAnotherAsset_IsRefused() =>
        Assert.False(Amounts.TryParse("1.5", new AssetId(Hash256.Parse(new string('1', 64))), out _));

    [Fact]
    public void Format_Units_HasEightDecimals() => Assert.Equal("1.50000000 KMCC", Amounts.Format(150_000_000, AssetId.Kmcc));

    [Theory]
    [InlineData("gold", "1,234 gold")]
    [InlineData("go\u001b[2Jld", "1,234 go[2Jld")]
    [InlineData("", "1,234 units of 1111111111111111111111111111111111111111111111111111111111111111")]
    public void Format_NamedAsset_HasItsNameWithoutControls(string name, string expected) =>
        Assert.Equal(expected, Amounts.Format(1_234, new AssetId(Hash256.Parse(new string('1', 64))), name));

    [Fact]
    public void Plain_AnyAmount_ReadsBack() => CsCheck.Check.Sample(CsCheck.Gen.ULong, units =>
    {
        Assert.True(Amounts.TryParse(Amounts.Plain(units, AssetId.Kmcc), AssetId.Kmcc, out ulong read));
        Assert.Equal(units, read);
    });
}
