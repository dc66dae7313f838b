using System.Globalization;
using CsCheck;
using Komandor.Primitives;
using Komandor.State.Tags;
using Komandor.Testing;

namespace Komandor.State.Tests.Tags;

public sealed class TagSetTests
{
    private const int Limit = 20;

    [Fact]
    public void Root_TheDocumentsVectors_Agrees()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("tags.md", "roots"))
        {
            using TagSet set = new(new MemoryStateFiles(), "t", null, int.Parse(vector["limit"], CultureInfo.InvariantCulture));
            foreach (string batch in vector["batches"].Split('/'))
            {
                Add(set, [.. batch.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(tag => Hash256.Parse(tag.PadRight(64, '0')))]);
            }

            Assert.Equal(vector["root"], set.Root.ToString());
        }
    }

    [Fact]
    public void Commit_ManyBatches_AgreesWithTheDefinition()
    {
        foreach (int batchSize in new[] { 1, 7, 20, 33, 500 })
        {
            MemoryStateFiles files = new();
            using TagSet set = new(files, "t", null, Limit);
            SlowTagSet slow = new(Limit);
            Assert.Equal(slow.Root, set.Root);
            for (int round = 0; round < 3_000 / batchSize; round++)
            {
                Hash256[] batch = Tags(round * batchSize, batchSize);
                Add(set, batch);
                slow.Add(batch);
                Assert.Equal(slow.Root, set.Root);
                Assert.Equal((round + 1) * batchSize, set.Count);
                if (round % 16 == 0)
                {
                    set.Flush();
                    set.Prune(set.Version);
                }
            }

            Assert.Equal((ulong)(3_000 / batchSize), set.Version);
            set.Flush();
            set.Prune(set.Version);
            using TagSet again = new(files, "t", set.Version, Limit);
            Assert.Equal(set.Root, again.Root);
            Assert.InRange(files.Names().Count, 1, (2 * slow.RunCount) + 2);
        }
    }

    [Fact]
    public void TryStage_ATagTwice_IsRefusedByRuleTG6()
    {
        using TagSet set = Filled(50);
        Hash256 tag = Tag(1_000);
        Assert.Equal(TagFault.Repeated, set.TryStage([tag, Tag(1_001), tag], out TagStaged? staged));
        Assert.Null(staged);
    }

    [Fact]
    public void TryStage_ATagThatIsThere_IsRefusedByRuleTG7()
    {
        using TagSet set = Filled(50);
        for (int number = 0; number < set.Count; number++)
        {
            Assert.Equal(TagFault.Present, set.TryStage([Tag(2_000), Tag(number)], out TagStaged? staged));
            Assert.Null(staged);
        }
    }

    [Fact]
    public void TryStage_WithoutCommit_ChangesNothing()
    {
        using TagSet set = Filled(10);
        Hash256 root = set.Root;
        Assert.Equal(TagFault.None, set.TryStage(Tags(5_000, 30), out TagStaged? staged));
        Assert.NotEqual(root, staged!.Root);
        Assert.Equal(root, set.Root);
        Assert.False(set.Contains(Tag(5_000)));
    }

    [Fact]
    public void Contains_TagsThatShareTheirFirstWords_TellsThemApart()
    {
        // Several blocks that begin with the same eight bytes.
        Hash256[] tags = [.. Enumerable.Range(0, 1_000).Select(number => Padded(number * 2))];
        using TagSet set = new(new MemoryStateFiles(), "t", null, Limit);
        Add(set, tags);
        for (int number = 0; number < 1_000; number++)
        {
            Assert.True(set.Contains(Padded(number * 2)));
            Assert.False(set.Contains(Padded((number * 2) + 1)));
            Check(set, Padded((number * 2) + (number & 1)));
        }
    }

    [Fact]
    public void Prove_AnyTags_HoldsForWhatIsTrueAlone() =>
        Gen.Select(Gen.Int[0, 1_500], Gen.Int[1, 90], Gen.Int[0, 3_000]).Sample(
            (count, batchSize, number) =>
            {
                using TagSet set = new(new MemoryStateFiles(), "t", null, Limit);
                for (int start = 0; start < count; start += batchSize)
                {
                    Add(set, Tags(start, batchSize));
                }

                Check(set, Tag(number));
                Check(set, Hash256.Zero);
                Check(set, new Hash256([.. Enumerable.Repeat((byte)255, 32)]));
            },
            iter: 40);

    private static void Check(TagSet set, Hash256 tag)
    {
        byte[] proof = set.Prove(tag);
        bool isPresent = set.Contains(tag);
        Assert.Equal(TagProofFault.None, TagProofVerifier.Verify(set.Root, tag, isPresent, proof));
        Assert.NotEqual(TagProofFault.None, TagProofVerifier.Verify(set.Root, tag, !isPresent, proof));
    }

    private static Hash256 Padded(int number)
    {
        byte[] bytes = new byte[32];
        (bytes[30], bytes[31]) = ((byte)(number >> 8), (byte)(number & 255));
        return new Hash256(bytes);
    }

    internal static TagSet Filled(int batches, int batchSize = 7)
    {
        TagSet set = new(new MemoryStateFiles(), "t", null, Limit);
        for (int round = 0; round < batches; round++)
        {
            Add(set, Tags(round * batchSize, batchSize));
        }

        return set;
    }

    internal static void Add(TagSet set, Hash256[] tags)
    {
        Assert.Equal(TagFault.None, set.TryStage(tags, out TagStaged? staged));
        set.Commit(staged!);
        Assert.Equal(staged!.Root, set.Root);
    }

    internal static Hash256[] Tags(int start, int count) => [.. Enumerable.Range(start, count).Select(Tag)];

    internal static Hash256 Tag(int number) => TestStates.Key(number);
}
