using CsCheck;
using Komandor.Testing;

namespace Komandor.Primitives.Tests;

public sealed class Bech32mTests
{
    [Fact]
    public void TryDecodeGroups_OfficialTexts_AreAccepted()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("addresses.md", "bech32m"))
        {
            Assert.True(Bech32m.TryDecodeGroups(vector["text"], out string prefix, out _), vector["text"]);
            Assert.Equal(vector["prefix"], prefix);
        }
    }

    [Fact]
    public void TryDecodeGroups_OfficialRefusals_AreRefused()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("addresses.md", "bech32m-refused"))
        {
            Assert.False(Bech32m.TryDecodeGroups(vector["text"], out _, out _), vector["text"]);
        }

        Assert.False(Bech32m.TryDecodeGroups("\u007f1g6xzxy", out _, out _));
        Assert.False(Bech32m.TryDecodeGroups("\u00801vctc34", out _, out _));
        Assert.False(Bech32m.TryDecodeGroups(" 1xj0phk", out _, out _));
        Assert.False(Bech32m.TryDecodeGroups(null, out _, out _));
    }

    [Fact]
    public void Encode_AnyBytes_RoundTripsInEitherCase() => Gen.Byte.Array[0, 600].Sample(payload =>
    {
        string text = Bech32m.Encode("kmd", payload);
        return Bech32m.TryDecode(text, out string prefix, out byte[] again) && prefix == "kmd" && again.AsSpan().SequenceEqual(payload)
            && Bech32m.TryDecode(text.ToUpperInvariant(), out _, out again) && again.AsSpan().SequenceEqual(payload);
    });

    [Fact]
    public void TryDecode_OneOrTwoWrongCharacters_IsRefused() =>
        Gen.Select(Gen.Byte.Array[36], Gen.Int[4, 68], Gen.Int[4, 68], Gen.Int[1, 31], Gen.Int[1, 31]).Sample((payload, one, other, by, byOther) =>
        {
            const string alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
            char[] text = Bech32m.Encode("kmd", payload).ToCharArray();
            one %= text.Length;
            other %= text.Length;
            text[one] = alphabet[(alphabet.IndexOf(text[one], StringComparison.Ordinal) + by) % 32];
            if (one != other)
            {
                text[other] = alphabet[(alphabet.IndexOf(text[other], StringComparison.Ordinal) + byOther) % 32];
            }

            return !Bech32m.TryDecode(new string(text), out _, out _);
        });

    [Fact]
    public void TryDecode_PaddingThatIsNotZero_IsRefused()
    {
        // 82 groups of ones: two bits follow the last byte.
        const string text = "11llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllludsr8";
        Assert.True(Bech32m.TryDecodeGroups(text, out _, out byte[] groups));
        Assert.Equal(82, groups.Length);
        Assert.False(Bech32m.TryDecode(text, out _, out _));
    }
}
