using CsCheck;
using Komandor.Primitives;
using Komandor.Wallet.Payments;

namespace Komandor.Wallet.Tests.Payments;

public sealed class PaymentUriTests
{
    [Fact]
    public void Link_RoundTrips() => Gen.Select(Gen.ULong[1, ulong.MaxValue], Gen.String[Gen.Char[' ', '~'], 0, 40], Gen.String[Gen.Char[' ', '~'], 0, 40])
        .Sample((amount, label, memo) =>
        {
            PaymentUri uri = new("kmdd1abc", amount, AssetId.Kmcc, label, string.Empty, memo);
            Assert.True(PaymentUri.TryParse(uri.ToString(), out PaymentUri? read));
            Assert.Equal(uri, read);
        });

    [Theory]
    [InlineData("kmdd1abc")]
    [InlineData("KOMANDOR:kmdd1abc")]
    [InlineData("komandor:kmdd1abc?amount=1.5&other=7")]
    public void TryParse_WhatIsALink_IsRead(string text) => Assert.True(PaymentUri.TryParse(text, out _));

    [Theory]
    [InlineData("", PaymentUriFault.Malformed)]
    [InlineData("komandor:", PaymentUriFault.Malformed)]
    [InlineData("bitcoin:abc?amount=1", PaymentUriFault.Malformed)]
    [InlineData("komandor:kmdd1abc?amount=0", PaymentUriFault.Amount)]
    [InlineData("komandor:kmdd1abc?amount=1e3", PaymentUriFault.Amount)]
    [InlineData("komandor:kmdd1abc?amount=1&amount=2", PaymentUriFault.Twice)]
    [InlineData("komandor:kmdd1abc?req-later=1", PaymentUriFault.RequiresUnknown)]
    [InlineData("komandor:kmdd1abc?asset=12", PaymentUriFault.Asset)]
    [InlineData("komandor:kmdd1abc?memo=%07", PaymentUriFault.Malformed)]
    [InlineData("komandor:kmdd1abc?", PaymentUriFault.Malformed)]
    public void Read_WhatIsNoLinkOrAsksForMore_IsRefusedByItsRule(string text, PaymentUriFault fault)
    {
        Assert.Equal(fault, PaymentUri.Read(text, out PaymentUri? uri));
        Assert.Null(uri);
    }
}
