using CsCheck;

namespace Komandor.Primitives.Tests;

public sealed class CanonicalReaderTests
{
    [Fact]
    public void VarUInt_AnyBytes_AreRefusedOrAreWhatTheWriterWrites() =>
        Gen.Byte.Array[0, 12].Sample(bytes =>
        {
            CanonicalReader reader = new(bytes);
            ulong value = reader.VarUInt();
            if (!reader.TryFinish(out _))
            {
                return true;
            }

            CanonicalWriter writer = new();
            writer.VarUInt(value);
            return writer.Written.SequenceEqual(bytes);
        });

    [Fact]
    public void Everything_WrittenAndRead_IsTheSame() =>
        Gen.Select(Gen.ULong, Gen.UInt, Gen.UShort, Gen.Bool, Gen.Byte.Array[0, 300], Gen.String[Gen.Char.AlphaNumeric, 0, 40])
            .Sample((wide, word, small, flag, bytes, text) =>
            {
                CanonicalWriter writer = new(1);
                writer.UInt64(wide);
                writer.UInt32(word);
                writer.UInt16(small);
                writer.Boolean(flag);
                writer.Bytes(bytes);
                writer.Text(text);
                CanonicalReader reader = new(writer.Written);
                bool same = reader.UInt64() == wide && reader.UInt32() == word && reader.UInt16() == small
                    && reader.Boolean() == flag && reader.Bytes(300).SequenceEqual(bytes) && reader.Text(200) == text;
                return same && reader.TryFinish(out _);
            });

    [Theory]
    [InlineData("02", EncodingFault.UnknownTag)]
    [InlineData("", EncodingFault.Truncated)]
    [InlineData("0100", EncodingFault.TrailingBytes)]
    public void Boolean_MalformedBytes_AreRefused(string hex, EncodingFault expected)
    {
        CanonicalReader reader = new(Convert.FromHexString(hex));
        reader.Boolean();
        Assert.False(reader.TryFinish(out EncodingFault fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Time_Beyond63Bits_IsRefusedByRuleC4()
    {
        CanonicalReader reader = new(Convert.FromHexString("0000000000000080"));
        reader.Time();
        Assert.False(reader.TryFinish(out EncodingFault fault));
        Assert.Equal(EncodingFault.OutOfRange, fault);
    }

    [Fact]
    public void Count_MoreThanTheField_IsRefusedByRuleC5()
    {
        CanonicalReader reader = new([5, 0, 0, 0, 0, 0]);
        Assert.Equal(0, reader.Count(4, 1));
        Assert.Equal(EncodingFault.TooLong, reader.Fault);
    }

    [Fact]
    public void Count_MoreThanTheBytesCouldHold_IsRefusedBeforeAnythingIsAllocated()
    {
        CanonicalReader reader = new([0xff, 0xff, 0x03, 1, 2, 3]);
        Assert.Equal(0, reader.Count(1_000_000, 32));
        Assert.Equal(EncodingFault.Truncated, reader.Fault);
    }

    [Theory]
    [InlineData("01ff")]
    [InlineData("010a")]
    [InlineData("017f")]
    [InlineData("02c080")]
    public void Text_MalformedOrWithControlCharacters_IsRefusedByRuleC8(string hex)
    {
        CanonicalReader reader = new(Convert.FromHexString(hex));
        reader.Text(10);
        Assert.Equal(EncodingFault.MalformedText, reader.Fault);
    }

    [Fact]
    public void FirstFault_Sticks_AndLaterReadsGiveNothing()
    {
        CanonicalReader reader = new([2, 1, 1, 1]);
        reader.Boolean();
        Assert.Equal(0u, reader.Byte());
        Assert.Equal(0UL, reader.VarUInt());
        Assert.True(reader.Raw(1).IsEmpty);
        Assert.Equal(EncodingFault.UnknownTag, reader.Fault);
    }
}
