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
            using TagSet set = new(new MemoryStateFiles(), "t", null, Limit);
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
        foreach (int batchSize in new[] { 1, 20, 33, 500 })
        {
            MemoryStateFiles files = new();
            using TagSet set = new(files, "t", null, Limit);
            SlowTagSet slow = new();
            Assert.Equal(slow.Root, set.Root);
            for (int round = 0; round < 2_000 / batchSize; round++)
            {
                Hash256[] batch = Tags(round * batchSize, batchSize);
                Add(set, batch);
                slow.Add(batch);
                Assert.Equal((round + 1) * batchSize, set.Count);
                if (batchSize > 1 || round % 17 == 0)
                {
                    Assert.Equal(slow.Root, set.Root);
                }

                if (round % 16 == 0)
                {
                    set.Flush();
                    set.Prune(set.Version);
                }
            }

            Assert.Equal((ulong)(2_000 / batchSize), set.Version);
            set.Flush();
            set.Prune(set.Version);
            using TagSet again = new(files, "t", set.Version, Limit);
            Assert.Equal(set.Root, again.Root);
            Assert.InRange(files.Names().Count, 1, 16);
        }
    }

    [Fact]
    public void TryStage_ATagTwice_IsRefusedByRuleTG4()
    {
        using TagSet set = Filled(50);
        Hash256 tag = Tag(1_000);
        Assert.Equal(TagFault.Repeated, set.TryStage([tag, Tag(1_001), tag], out TagStaged? staged));
        Assert.Null(staged);
    }

    [Fact]
    public void TryStage_ATagThatIsThere_IsRefusedByRuleTG5()
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
    public void Commit_TagsThatBeginAlike_AgreesWithTheDefinition()
    {
        // Ways of 240 bits and more, runs whose marks are all the same, and a tree whose upper nodes are not known.
        MemoryStateFiles files = new();
        TagSet set = new(files, "t", null, Limit);
        SlowTagSet slow = new();
        for (int round = 0; round < 40; round++)
        {
            Hash256[] batch = [.. Enumerable.Range(round * 25, 25).Select(number => round % 4 == 3 ? Tag(number) : Padded(number * 2))];
            Add(set, batch);
            slow.Add(batch);
            Assert.Equal(slow.Root, set.Root);
            set.Flush();
            set.Prune(set.Version);
            if (round % 7 == 6)
            {
                set.Dispose();
                set = new TagSet(files, "t", set.Version, Limit);
                Assert.Equal(slow.Root, set.Root);
            }
        }

        for (int number = 0; number < 1_000; number++)
        {
            Assert.Equal(number / 25 % 4 != 3, set.Contains(Padded(number * 2)));
            Assert.False(set.Contains(Padded((number * 2) + 1)));
            Check(set, Padded((number * 2) + (number & 1)));
        }

        set.Dispose();
    }

    [Fact]
    public void TryStage_TagsThatBeginAlikeBesideOthers_AgreesWithTheDefinition() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[1, 60], Gen.Int[0, 3]).Array[1, 25].Sample(
            rounds =>
            {
                using TagSet set = new(new MemoryStateFiles(), "t", null, Limit);
                SlowTagSet slow = new();
                int next = 0;
                foreach ((int crowded, int spread, int family) in rounds)
                {
                    Hash256[] batch = [
                        .. Enumerable.Range(next, crowded).Select(number => TestStates.Crowded(1_000_000 + family, 8 * (family + 1), -1 - number)),
                        .. Tags(next, spread)];
                    next += Math.Max(crowded, spread);
                    Add(set, batch);
                    slow.Add(batch);
                    Assert.Equal(slow.Root, set.Root);
                }
            },
            iter: 30);

    [Fact]
    public void Prove_AnOlderVersion_HoldsUnderItsRootUntilItIsPruned()
    {
        using TagSet set = new(new MemoryStateFiles(), "t", null, Limit);
        List<Hash256> roots = [set.Root];
        for (int round = 0; round < 60; round++)
        {
            Add(set, Tags(round * 7, 7));
            roots.Add(set.Root);
        }

        set.Prune(20);
        for (int version = 0; version <= 61; version++)
        {
            for (int number = 3; number < 420; number += 13)
            {
                byte[]? proof = set.Prove(Tag(number), (ulong)version);
                Assert.Equal(version is >= 20 and <= 60, proof is not null);
                Assert.True(proof is null || TagProofVerifier.Verify(roots[version], Tag(number), number < 7 * version, proof) == TagProofFault.None);
            }
        }
    }

    [Fact]
    public void TryStage_ABlockThatWasDamagedMeanwhile_NamesItAndStopsTheSet()
    {
        MemoryStateFiles files = new();
        using TagSet set = new(files, "t", null, Limit);
        for (int round = 0; round < 40; round++)
        {
            Add(set, Tags(round * 25, 25));
        }

        // Of every run, a tag that stands in the middle.
        int damaged = 0;
        foreach (string name in files.Names().Where(name => name.Contains("-run-", StringComparison.Ordinal) && files.SizeOf(name) > 9_000))
        {
            byte[] tag = new byte[32];
            files.Open(name).Read(128 * 32, tag);
            files.Flip(name, (128 * 32 * 8) + 250);
            try
            {
                _ = set.Prove(new Hash256(tag));
            }
            catch (InvalidDataException damage)
            {
                Assert.Contains($"{name} of the tag set is damaged from byte 0 to 8192", damage.Message, StringComparison.Ordinal);
                Assert.Throws<InvalidDataException>(() => set.Contains(new Hash256(tag).WithBitFlipped(255)));
                damaged++;
            }

            files.Flip(name, (128 * 32 * 8) + 250);
        }

        Assert.InRange(damaged, 1, 3);
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
            iter: 20);

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
