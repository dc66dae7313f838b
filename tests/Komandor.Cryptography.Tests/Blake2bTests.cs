using Komandor.Primitives;
using Komandor.Testing;

namespace Komandor.Cryptography.Tests;

public sealed class Blake2bTests
{
    [Fact]
    public void Hash_EveryDocumentedVector_Agrees()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("signatures.md", "blake2b"))
        {
            byte[] message = Convert.FromHexString(vector["message"]);
            Assert.Equal(vector["hash"], Blake2b.Hash(new HashDomain(vector["domain"]), message).ToString());
        }
    }

    [Fact]
    public void Hash_EqualBytesInTwoDomains_Differ() =>
        Assert.NotEqual(Blake2b.Hash(new HashDomain("one"), []), Blake2b.Hash(new HashDomain("two"), []));

    [Fact]
    public void Hash_AroundTheLengthWhereTheCallChanges_IsOneFunction()
    {
        // Two hashes equal the hash of their concatenation on both sides of the limit.
        HashDomain domain = new("test");
        byte[] message = new byte[1025];
        Assert.NotEqual(Blake2b.Hash(domain, message), Blake2b.Hash(domain, message.AsSpan(0, 1024)));
        Assert.Equal(Blake2b.Hash(domain, Hash256.Zero, Hash256.Zero), Blake2b.Hash(domain, message.AsSpan(0, 64)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("seventeen letters")]
    [InlineData("ümlaut")]
    public void HashDomain_NotOneToSixteenAsciiCharacters_Throws(string name) =>
        Assert.Throws<ArgumentException>(() => new HashDomain(name));
}
