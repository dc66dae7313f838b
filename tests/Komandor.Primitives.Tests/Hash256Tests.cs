using CsCheck;

namespace Komandor.Primitives.Tests;

public sealed class Hash256Tests
{
    private static readonly Gen<byte[]> _bytes = Gen.Byte.Array[32];

    [Fact]
    public void Parse_WhatToStringWrote_IsTheSameHash() =>
        _bytes.Sample(bytes => Hash256.Parse(new Hash256(bytes).ToString()) == new Hash256(bytes));

    [Fact]
    public void CompareTo_TwoHashes_OrdersTheirBytes() =>
        Gen.Select(_bytes, _bytes).Sample((left, right) =>
            Math.Sign(new Hash256(left).CompareTo(new Hash256(right))) == Math.Sign(left.AsSpan().SequenceCompareTo(right)));

    [Fact]
    public void Bit_EveryIndex_CountsFromTheMostSignificantBitOfByteZero() =>
        Gen.Select(_bytes, Gen.Int[0, 255]).Sample((bytes, index) =>
            new Hash256(bytes).Bit(index) == (((bytes[index / 8] >> (7 - (index % 8))) & 1) == 1));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("zz00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000000")]
    public void TryParse_NotSixtyFourDigits_IsRefused(string? text) => Assert.False(Hash256.TryParse(text, out _));
}
