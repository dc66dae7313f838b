using Komandor.Cryptography.Hashing;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Hashing;

public sealed class HashBatchTests
{
    private static readonly HashDomain Domain = new("test batch");

    [Fact]
    public void Add_EveryLengthAndEveryNumberOfMessages_EqualsTheDefinition()
    {
        // Beyond three vectors of lanes, and beyond the length that takes a lane.
        HashBatch batch = new(Domain);
        Random random = new(1);
        for (int count = 0; count <= 27; count++)
        {
            byte[][] messages = [.. Enumerable.Range(0, count).Select(_ => Message(random, random.Next(0, 200)))];
            AssertEqual(batch, messages);
        }

        AssertEqual(batch, [.. Enumerable.Range(0, 200).Select(length => Message(random, length))]);
        AssertEqual(batch, [.. Enumerable.Range(0, 200).Select(length => Message(random, 199 - length))]);
    }

    [Fact]
    public void Add_TwoHashes_EqualsTheDefinition()
    {
        // Longer messages come between, whose words must not stay behind.
        HashBatch batch = new(Domain);
        Random random = new(2);
        Hash256[] results = new Hash256[60];
        Hash256[] expected = new Hash256[60];
        batch.Aim(results);
        for (int index = 0; index < results.Length; index++)
        {
            if (index % 3 == 0)
            {
                byte[] message = Message(random, random.Next(100, 129));
                batch.Add(message, index);
                expected[index] = Blake2b.Hash(Domain, message);
            }
            else
            {
                Hash256 left = new(Message(random, 32)), right = new(Message(random, 32));
                batch.Add(left, right, index);
                expected[index] = Blake2b.Hash(Domain, left, right);
            }
        }

        batch.Flush();
        Assert.Equal(expected, results);
    }

    [Fact]
    public void Aim_WhileMessagesWait_IsABrokenInvariant()
    {
        HashBatch batch = new(Domain);
        batch.Aim(new Hash256[1]);
        batch.Add([1], 0);
        if (HashBatch.IsAccelerated)
        {
            Assert.Throws<InvariantViolationException>(() => batch.Aim(new Hash256[1]));
        }

        batch.Flush();
        batch.Aim([]);
    }

    private static void AssertEqual(HashBatch batch, byte[][] messages)
    {
        Hash256[] results = new Hash256[messages.Length];
        batch.Aim(results);
        for (int index = 0; index < messages.Length; index++)
        {
            batch.Add(messages[index], index);
        }

        batch.Flush();
        Assert.Equal([.. messages.Select(message => Blake2b.Hash(Domain, message))], results);
    }

    private static byte[] Message(Random random, int length)
    {
        byte[] message = new byte[length];
        random.NextBytes(message);
        return message;
    }
}
