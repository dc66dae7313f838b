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
    [InlineData("")]
    [InlineData("komandor:")]
    [InlineData("bitcoin:abc?amount=1")]
    [InlineData("komandor:kmdd1abc?amount=0")]
    [InlineData("komandor:kmdd1abc?amount=1e3")]
    [InlineData("komandor:kmdd1abc?amount=1&amount=2")]
    [InlineData("komandor:kmdd1abc?req-later=1")]
    [InlineData("komandor:kmdd1abc?asset=12")]
    [InlineData("komandor:kmdd1abc?memo=%07")]
    [InlineData("komandor:kmdd1abc?")]
    public void TryParse_WhatIsNoLinkOrAsksForMore_IsRefused(string text) => Assert.False(PaymentUri.TryParse(text, out _));
}
