using System.Globalization;
using CsCheck;
using Komandor.Cryptography;
using Komandor.Primitives;
using Komandor.Testing;

namespace Komandor.Network.Tests;

public sealed class LinkEncodingTests
{
    [Fact]
    public void Binding_DocumentedVector_HasTheDocumentedHashAndBytes()
    {
        IReadOnlyDictionary<string, string> vector = DocumentVectors.Read("link.md", "binding").Single();
        byte[] bytes = Convert.FromHexString(vector["bytes"]);
        Assert.True(LinkBinding.TryDecode(bytes, out LinkBinding? binding, out _));
        Assert.Equal(bytes, binding.Encode());
        Assert.Equal(vector["hash"], binding.SigningHash().ToString());
        using SigningKey key = new(Convert.FromHexString(vector["seed"]));
        Assert.Equal(key.PublicKey, binding.Key);
        Assert.Equal(key.Sign(binding.SigningHash()), binding.Signature);
    }

    [Fact]
    public void Hello_DocumentedVector_HasTheDocumentedBytes()
    {
        IReadOnlyDictionary<string, string> vector = DocumentVectors.Read("link.md", "hello").Single();
        Hello hello = new(
            ushort.Parse(vector["version"], CultureInfo.InvariantCulture),
            ulong.Parse(vector["capabilities"], CultureInfo.InvariantCulture),
            vector["software"]);
        Assert.Equal(vector["bytes"], Convert.ToHexStringLower(hello.Encode()));
    }

    [Fact]
    public void TryDecode_Hello_EveryTruncationAndExtensionIsRefused()
    {
        byte[] bytes = new Hello(1, 2, "komandor").Encode();
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.False(Hello.TryDecode(bytes.AsSpan(0, length), out _, out EncodingFault fault));
            Assert.Equal(EncodingFault.Truncated, fault);
        }

        Assert.False(Hello.TryDecode([.. bytes, 0], out _, out EncodingFault trailing));
        Assert.Equal(EncodingFault.TrailingBytes, trailing);
        Assert.False(Hello.TryDecode(new Hello(1, 2, new string('a', 65)).Encode(), out _, out EncodingFault tooLong));
        Assert.Equal(EncodingFault.TooLong, tooLong);
    }

    [Fact]
    public void TryDecode_AnyBytes_GiveAFaultOrTheSameBytesAgain()
    {
        Gen<byte[]> bytes = Gen.OneOf(Gen.Byte.Array[0, 200], Gen.Byte.Array[LinkBinding.SizeBytes]);
        bytes.Sample(
            one =>
            {
                if (LinkBinding.TryDecode(one, out LinkBinding? binding, out EncodingFault fault))
                {
                    Assert.Equal(one, binding.Encode());
                }
                else
                {
                    Assert.NotEqual(EncodingFault.None, fault);
                }

                if (Hello.TryDecode(one, out Hello? hello, out fault))
                {
                    Assert.Equal(one, hello.Encode());
                }
                else
                {
                    Assert.NotEqual(EncodingFault.None, fault);
                }
            },
            iter: 5_000);
    }

    [Fact]
    public void PauseMs_Doubles_WithinHalfAndWholeOfThePause()
    {
        Gen.Select(Gen.Int[1, 1_000], Gen.Double[0, 0.999]).Sample((failures, fraction) =>
        {
            double whole = Math.Min(10_000, 100 * Math.Pow(2, failures - 1));
            Assert.InRange(Backoff.PauseMs(failures, 100, 10_000, fraction), whole / 2, whole);
        });
    }
}
