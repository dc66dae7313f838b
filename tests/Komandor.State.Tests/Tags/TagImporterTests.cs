using Komandor.Primitives;
using Komandor.State.Tags;

namespace Komandor.State.Tests.Tags;

public sealed class TagImporterTests
{
    private const int Limit = 20;
    private const int Most = 40;

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(1_500)]
    public void Finish_ChunksOfSeveralGivers_IsTheSetAndGoesOn(int count)
    {
        // Givers whose files look quite different.
        using TagSet one = Filled(count, 7, Limit);
        using TagSet other = Filled(count, 90, 300);
        MemoryStateFiles files = new();
        TagImporter importer = new(one.Root, 77, files, "t", Limit);
        for (int turn = 0; !importer.IsComplete; turn++)
        {
            IReadOnlyList<Hash256> missing = importer.Missing(5);
            Hash256 start = missing[turn * 7 % missing.Count];
            TagSet giver = turn % 2 == 0 ? one : other;
            Assert.Equal(TagChunkFault.None, importer.TryTake(start, giver.Export(start, giver.Version, Most)!));
        }

        Assert.Empty(importer.Missing(5));
        importer.Finish();
        Assert.DoesNotContain(files.Names(), name => name.Contains("-part-", StringComparison.Ordinal));
        CheckGoesOn(files, 77, count, one.Root);
    }

    [Fact]
    public void TryTake_AnotherSetsChunkOrOneOfAnotherPlace_IsRefusedAndTheRightOneTaken()
    {
        using TagSet set = Filled(500, 7, Limit);
        using TagSet other = Filled(507, 7, Limit);
        TagImporter importer = new(set.Root, 5, new MemoryStateFiles(), "t", Limit);
        while (!importer.IsComplete)
        {
            Hash256 start = importer.Missing(1)[0];
            Assert.Equal(TagChunkFault.RootMismatch, importer.TryTake(start, other.Export(start, other.Version, Most)!));
            Assert.Equal(TagChunkFault.WrongPlace, importer.TryTake(start, set.Export(start.WithBitFlipped(0), set.Version, Most)!));
            Assert.Equal(TagChunkFault.Malformed, importer.TryTake(start, []));
            Assert.Equal(start, importer.Missing(1)[0]);
            Assert.Equal(TagChunkFault.None, importer.TryTake(start, set.Export(start, set.Version, Most)!));
        }
    }

    [Fact]
    public void TryTake_ALargerChunkOverSmallerOnes_TakesTheirPlace()
    {
        using TagSet set = Filled(500, 7, Limit);
        MemoryStateFiles files = new();
        TagImporter importer = new(set.Root, 5, files, "t", Limit);
        for (int number = 0; number < 20; number++)
        {
            Hash256 start = TagSetTests.Tag(number);
            Assert.Equal(TagChunkFault.None, importer.TryTake(start, set.Export(start, set.Version, 10)!));
        }

        Assert.False(importer.IsComplete);
        Assert.Equal(TagChunkFault.None, importer.TryTake(Hash256.Zero, set.Export(Hash256.Zero, set.Version)!));
        Assert.True(importer.IsComplete);
        Assert.Single(files.Names());
        importer.Finish();
        CheckGoesOn(files, 5, 500, set.Root);
    }

    [Fact]
    public void Export_AnOlderVersionWhileTheSetGoesOn_IsOfThatVersion()
    {
        using TagSet set = Filled(700, 7, Limit);
        ulong version = set.Version;
        Hash256 root = set.Root;
        MemoryStateFiles files = new();
        TagImporter importer = new(root, version, files, "t", Limit);
        for (int round = 0; !importer.IsComplete; round++)
        {
            TagSetTests.Add(set, TagSetTests.Tags(10_000 + (50 * round), 50));
            Hash256 start = importer.Missing(1)[0];
            Assert.Equal(TagChunkFault.None, importer.TryTake(start, set.Export(start, version, Most)!));
        }

        importer.Finish();
        CheckGoesOn(files, version, 700, root);
        set.Prune(version + 1);
        Assert.Null(set.Export(Hash256.Zero, version));
        Assert.Null(set.Export(Hash256.Zero, set.Version + 1));
    }

    [Fact]
    public void Ctor_APlaceWithAnotherImportOrASet_IsRefusedUntilItIsCleared()
    {
        using TagSet set = Filled(100, 7, Limit);
        MemoryStateFiles files = new();
        Assert.Equal(TagChunkFault.None, new TagImporter(set.Root, 5, files, "t", Limit).TryTake(default, set.Export(default, set.Version, Most)!));
        Assert.Throws<InvalidOperationException>(() => new TagImporter(set.Root, 6, files, "t", Limit));
        Assert.Throws<InvalidOperationException>(() => new TagImporter(Hash256.Zero, 5, files, "t", Limit));
        TagSet.Delete(files, "t");
        Assert.Empty(files.Names());
        new TagSet(files, "t", null, Limit).Dispose();
        Assert.Throws<InvalidOperationException>(() => new TagImporter(set.Root, 5, files, "t", Limit));
        TagSet.Delete(files, "t");
        Assert.Empty(files.Names());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Import_PowerLossAtEveryWrite_GoesOnFromWhatIsThere(int kept)
    {
        using TagSet set = Filled(300, 7, Limit);
        for (int fault = 1; ; fault++)
        {
            MemoryStateFiles files = new();
            int changes = 0;
            files.BeforeChange = () =>
            {
                if (++changes == fault)
                {
                    throw new IOException("The power is gone.");
                }
            };
            bool isDone = Import(set, files) >= 0;
            files.BeforeChange = null;
            files.Crash(bytes => bytes * kept / 2);
            bool isThere = files.Names().Any(name => name.Contains("-log-", StringComparison.Ordinal) && files.SizeOf(name) == 60);
            Assert.True(isThere || Import(set, files) >= 0);

            CheckGoesOn(files, 9, 300, set.Root);
            if (isDone)
            {
                Assert.InRange(fault, 40, 400);
                return;
            }
        }
    }

    [Fact]
    public void Ctor_AfterARestart_AsksForWhatWasNotFlushedAlone()
    {
        using TagSet set = Filled(1_000, 7, Limit);
        MemoryStateFiles files = new();
        TagImporter importer = new(set.Root, 9, files, "t", Limit);
        for (int round = 0; round < 12; round++)
        {
            Hash256 start = importer.Missing(1)[0];
            Assert.Equal(TagChunkFault.None, importer.TryTake(start, set.Export(start, set.Version, Most)!));
            if (round == 7)
            {
                importer.Flush();
            }
        }

        Hash256 next = importer.Missing(1)[0];
        Assert.Equal(next, new TagImporter(set.Root, 9, files.Copy(), "t", Limit).Missing(1)[0]);
        files.Crash(_ => 0);
        TagImporter again = new(set.Root, 9, files, "t", Limit);
        Assert.True(again.Missing(1)[0].CompareTo(next) < 0);
        Assert.Equal(8, files.Names().Count);
    }

    // How many chunks it took; less than none when the power went.
    private static int Import(TagSet set, MemoryStateFiles files)
    {
        try
        {
            TagImporter importer = new(set.Root, 9, files, "t", Limit);
            int taken = 0;
            for (; !importer.IsComplete; taken++)
            {
                Hash256 start = importer.Missing(1)[0];
                Assert.Equal(TagChunkFault.None, importer.TryTake(start, set.Export(start, set.Version, Most)!));
                if (taken % 3 == 0)
                {
                    importer.Flush();
                }
            }

            importer.Finish();
            return taken;
        }
        catch (IOException)
        {
            return -1;
        }
    }

    private static void CheckGoesOn(MemoryStateFiles files, ulong version, int count, Hash256 root)
    {
        using TagSet set = new(files, "t", version, Limit);
        Assert.Equal((root, version, (long)count), (set.Root, set.Version, set.Count));
        SlowTagSet slow = new();
        slow.Add(TagSetTests.Tags(0, count));
        for (int round = 0; round < 40; round++)
        {
            Hash256[] batch = TagSetTests.Tags(20_000 + (9 * round), 9);
            TagSetTests.Add(set, batch);
            slow.Add(batch);
            set.Flush();
            set.Prune(set.Version - 3);
        }

        Assert.Equal(slow.Root, set.Root);
        using TagSet again = new(files.Copy(), "t", set.Version, Limit);
        Assert.Equal(slow.Root, again.Root);
    }

    private static TagSet Filled(int count, int batchSize, int limit)
    {
        TagSet set = new(new MemoryStateFiles(), "g", null, limit);
        for (int start = 0; start < count; start += batchSize)
        {
            TagSetTests.Add(set, TagSetTests.Tags(start, Math.Min(batchSize, count - start)));
        }

        return set;
    }
}
