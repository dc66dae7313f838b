using System.Globalization;
using Komandor.Cryptography;
using Komandor.Primitives;
using Komandor.Testing;

namespace Komandor.Consensus.Tests;

public sealed class EventVectors
{
    public static TheoryData<int> Indexes => [.. Enumerable.Range(0, DocumentVectors.Read("hashgraph.md", "event").Count)];

    [Theory]
    [MemberData(nameof(Indexes))]
    public void Sign_DocumentedEvent_GivesTheDocumentedBytes(int index)
    {
        IReadOnlyDictionary<string, string> vector = DocumentVectors.Read("hashgraph.md", "event")[index];
        using SigningKey key = new(Convert.FromHexString(vector["seed"]));
        SignedEvent signed = Body(vector).Sign(key);
        Assert.Equal(vector["encoded"], Convert.ToHexStringLower(signed.Encoded.Span));
        Assert.Equal(vector["id"], signed.Id.ToString());
        Assert.Equal(vector["signs"], SignedEvent.SigningHash(signed.Id).ToString());
        Assert.True(SignedEvent.TryDecode(Convert.FromHexString(vector["encoded"]), out SignedEvent? decoded, out _));
        Assert.Equal(signed.Id, decoded.Id);
    }

    private static UnsignedEvent Body(IReadOnlyDictionary<string, string> vector) => new(
        new ChainId(Hash256.Parse(vector["chain"])),
        new ShardId(ushort.Parse(vector["shard"], CultureInfo.InvariantCulture)),
        new MemberId(uint.Parse(vector["creator"], CultureInfo.InvariantCulture)),
        ulong.Parse(vector["sequence"], CultureInfo.InvariantCulture),
        long.Parse(vector["birth-round"], CultureInfo.InvariantCulture),
        new Timestamp(long.Parse(vector["created-at"], CultureInfo.InvariantCulture)),
        ulong.Parse(vector["coin"], CultureInfo.InvariantCulture),
        Parents(vector["self-parent"]).Select(parent => (ParentReference?)parent).FirstOrDefault(),
        [.. Parents(vector["other-parents"])],
        [.. vector["payload"].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(item => (ReadOnlyMemory<byte>)Convert.FromHexString(item))]);

    // creator:birth round:id, separated by blanks.
    private static IEnumerable<ParentReference> Parents(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(item => item.Split(':')).Select(parts => new ParentReference(
            new EventId(Hash256.Parse(parts[2])),
            new MemberId(uint.Parse(parts[0], CultureInfo.InvariantCulture)),
            long.Parse(parts[1], CultureInfo.InvariantCulture)));
}
