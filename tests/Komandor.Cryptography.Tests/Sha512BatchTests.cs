using System.Security.Cryptography;
using CsCheck;

namespace Komandor.Cryptography.Tests;

public sealed class Sha512BatchTests
{
    [Fact]
    public void Hash_EveryLengthAndCount_AgreesWithSha512()
    {
        for (int length = 1; length <= Sha512Batch.MaxMessageBytes; length++)
        {
            Check(Enumerable.Range(0, (length % 25) * length).Select(index => unchecked((byte)(index * length))).ToArray(), length);
        }
    }

    [Fact]
    public void Hash_AnyMessages_AgreesWithSha512() =>
        Gen.Byte.Array[96 * 17].Sample(messages => Check(messages, 96), iter: 50);

    private static void Check(byte[] messages, int length)
    {
        byte[] hashes = new byte[messages.Length / length * 64];
        Sha512Batch.Hash(messages, length, hashes);
        Assert.Equal(messages.Chunk(length).SelectMany(SHA512.HashData), hashes);
    }
}
