using System.Text;
using CsCheck;
using Komandor.Testing;
using Komandor.Wallet.Keys;

namespace Komandor.Wallet.Tests.Keys;

public sealed class MnemonicTests
{
    public static TheoryData<string, string, string> Vectors()
    {
        TheoryData<string, string, string> data = [];
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("wallet.md", "bip39"))
        {
            data.Add(vector["entropy"], vector["words"], vector["seed"]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vector_OfBip39_IsWordsAndSeedAndBack(string entropy, string words, string seed)
    {
        using Mnemonic mnemonic = new(Convert.FromHexString(entropy));
        Assert.Equal(words, Words(mnemonic));
        byte[] derived = new byte[Mnemonic.SeedSizeBytes];
        mnemonic.DeriveSeed("TREZOR"u8, derived);
        Assert.Equal(seed, Convert.ToHexStringLower(derived));

        Assert.Equal(MnemonicFault.None, Mnemonic.TryParse(words, out Mnemonic? parsed, out _));
        byte[] back = new byte[parsed!.EntropySizeBytes];
        parsed.CopyEntropyTo(back);
        Assert.Equal(entropy, Convert.ToHexStringLower(back));
    }

    [Fact]
    public void Words_OfAnyEntropy_AreReadBack()
    {
        Gen.Byte.Array[32].Sample(entropy =>
        {
            using Mnemonic mnemonic = new(entropy);
            string text = "  " + Words(mnemonic).ToUpperInvariant().Replace(" ", " \n\t", StringComparison.Ordinal);
            Assert.Equal(MnemonicFault.None, Mnemonic.TryParse(text, out Mnemonic? parsed, out _));
            byte[] back = new byte[32];
            parsed!.CopyEntropyTo(back);
            Assert.Equal(entropy, back);
        }, iter: 200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about")]
    public void TryParse_WrongNumberOfWords_IsRefusedByRuleW1(string text) =>
        Assert.Equal(MnemonicFault.WordCount, Mnemonic.TryParse(text, out _, out _));

    [Fact]
    public void TryParse_MoreThan24Words_IsRefusedByRuleW1() =>
        Assert.Equal(MnemonicFault.WordCount, Mnemonic.TryParse(string.Join(' ', Enumerable.Repeat("abandon", 27)), out _, out _));

    [Fact]
    public void TryParse_WordOutsideTheList_IsRefusedByRuleW2AndNamed()
    {
        Assert.Equal(MnemonicFault.UnknownWord, Mnemonic.TryParse("abandon komandor about", out _, out int wordIndex));
        Assert.Equal(1, wordIndex);
    }

    [Fact]
    public void TryParse_SwappedWords_AreRefusedByRuleW3() =>
        Assert.Equal(MnemonicFault.Checksum, Mnemonic.TryParse(
            "about abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon", out _, out _));

    [Fact]
    public void ToString_HoldsNoWord()
    {
        using Mnemonic mnemonic = new(new byte[32]);
        Assert.DoesNotContain("abandon", mnemonic.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Word_AfterDispose_Throws()
    {
        Mnemonic mnemonic = new(new byte[32]);
        mnemonic.Dispose();
        Assert.Throws<ObjectDisposedException>(() => mnemonic.Word(0));
    }

    private static string Words(Mnemonic mnemonic)
    {
        StringBuilder text = new();
        for (int index = 0; index < mnemonic.WordCount; index++)
        {
            text.Append(index == 0 ? string.Empty : " ").Append(mnemonic.Word(index));
        }

        return text.ToString();
    }
}
