using System.Text;
using Komandor.Wallet.Private.Offline;

namespace Komandor.Wallet.Tests.Private;

public sealed class Base32Tests
{
    // RFC 4648 §10, without its padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Encode_TheVectorsOfRfc4648_AreMade(string plain, string encoded)
    {
        Assert.Equal(encoded, Base32.Encode(Encoding.ASCII.GetBytes(plain)));
        Assert.Equal(plain, Encoding.ASCII.GetString(Base32.Decode(encoded)!));
    }

    [Theory]
    [InlineData("M")]
    [InlineData("MZ")]
    [InlineData("my")]
    [InlineData("MY=")]
    [InlineData("M1")]
    public void Decode_WhatIsNotTheOneText_IsRefused(string text) => Assert.Null(Base32.Decode(text));
}
