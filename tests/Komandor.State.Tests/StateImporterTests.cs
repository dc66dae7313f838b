using Komandor.Primitives;

namespace Komandor.State.Tests;

public sealed class StateImporterTests
{
    private const string Place = "learned";
    private const ulong Version = 77;

    // About eight chunks, some of them in one gap between two places that Missing names.
    private static readonly KeyValuePair<Hash256, byte[]>[] Entries =
    [
        .. Enumerable.Range(0, 300).Select(index => KeyValuePair.Create(TestStates.Key(index), TestStates.Value(index, 16_000))),
        .. Enumerable.Range(300, 120).Select(index => KeyValuePair.Create(TestStates.Crowded(1, 16, index), TestStates.Value(index, 30_000))),
    ];

    private static readonly CompactStateStore Giver = TestStates.Fill(Entries);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Finish_ChunksInAnyOrderWithCrashes_IsTheGiversState(int seed)
    {
        Random random = new(seed);
        MemoryStateFiles files = new();
        StateImporter importer = new(Giver.Root, Version, files, Place);
        int chunks = 0;
        while (!importer.IsComplete)
        {
            IReadOnlyList<Hash256> missing = importer.Missing(300);
            Hash256 start = missing[random.Next(missing.Count)];
            Assert.Equal(StateChunkFault.None, importer.TryTake(start, StateChunks.Export(Giver, start)));
            chunks++;
            if (random.Next(3) > 0)
            {
                importer.Flush();
            }

            if (random.Next(4) == 0)
            {
                files.Crash(bytes => random.NextInt64(bytes + 1));
                Assert.Throws<InvalidDataException>(() => new CompactStateStore(files, Place, Version));
                importer = new StateImporter(Giver.Root, Version, files, Place);
            }
        }

        Assert.InRange(chunks, 8, 100);
        Assert.Empty(importer.Missing(9));
        importer.Finish();
        files.Crash(_ => 0);
        AssertSame(files);
    }

    [Fact]
    public void TryTake_FromSeveralGiversAtOnce_IsTheSameWhoeverGives()
    {
        // A giver with another history of the same entries, whose log is another.
        CompactStateStore other = new(new MemoryStateFiles(), "o", settings: new CompactStateSettings(100_000, 500));
        foreach (KeyValuePair<Hash256, byte[]>[] part in Entries.Reverse().Chunk(50))
        {
            other.Commit(other.Stage([.. part.Select(entry => new KeyValuePair<Hash256, byte[]?>(entry.Key, [1]))]));
            other.Commit(other.Stage([.. part.Select(entry => new KeyValuePair<Hash256, byte[]?>(entry.Key, entry.Value))]));
        }

        MemoryStateFiles files = new();
        StateImporter importer = new(Giver.Root, Version, files, Place);
        for (int turn = 0; !importer.IsComplete; turn++)
        {
            Hash256 start = importer.Missing(5)[^1];
            Assert.Equal(StateChunks.Export(Giver, start), StateChunks.Export(other, start));
            Assert.Equal(StateChunkFault.None, importer.TryTake(start, StateChunks.Export(turn % 2 == 0 ? other : Giver, start)));
        }

        importer.Finish();
        AssertSame(files);
    }

    [Fact]
    public void Finish_ThenFurtherCommits_GoOnAsTheGiverDoes()
    {
        CompactStateStore giver = TestStates.Fill(Enumerable.Range(0, 200).Select(index => KeyValuePair.Create(TestStates.Key(index), TestStates.Value(index, 9))));
        MemoryStateFiles files = new();
        StateImporter importer = new(giver.Root, 1, files, Place);
        Assert.Equal(StateChunkFault.None, importer.TryTake(Hash256.Zero, StateChunks.Export(giver, Hash256.Zero)));
        importer.Finish();
        CompactStateStore learned = new(files, Place, 1);
        for (int block = 0; block < 4; block++)
        {
            KeyValuePair<Hash256, byte[]?>[] changes = [.. Enumerable.Range(block * 40, 60)
                .Select(index => new KeyValuePair<Hash256, byte[]?>(TestStates.Key(index), index % 3 == 0 ? [7] : null))];
            giver.Commit(giver.Stage(changes));
            learned.Commit(learned.Stage(changes));
            Assert.Equal((giver.Root, giver.Version), (learned.Root, learned.Version));
        }
    }

    [Fact]
    public void TryTake_FromGiversThatCutOtherwise_CompletesToo()
    {
        MemoryStateFiles files = new();
        StateImporter importer = new(Giver.Root, Version, files, Place);

        // A giver of single entries first: its chunks lie inside of those that come after.
        foreach (Hash256 key in Entries.Where((_, index) => index % 50 == 0).Select(entry => entry.Key))
        {
            Assert.Equal(StateChunkFault.None, importer.TryTake(key, Single(key).Encode()));
        }

        while (!importer.IsComplete)
        {
            Hash256 start = importer.Missing(1)[0];
            Assert.Equal(StateChunkFault.None, importer.TryTake(start, StateChunks.Export(Giver, start)));
        }

        Assert.Equal(StateChunkFault.None, importer.TryTake(Entries[3].Key, Single(Entries[3].Key).Encode()));
        importer.Finish();
        AssertSame(files);
    }

    [Fact]
    public void TryTake_RefusedChunk_LeavesNoTrace()
    {
        MemoryStateFiles files = new();
        StateImporter importer = new(Giver.Root, Version, files, Place);
        Hash256 start = TestStates.Key(1);
        byte[] chunk = StateChunks.Export(Giver, start);
        chunk[^1] ^= 1;
        IReadOnlyList<Hash256> missing = importer.Missing(999);
        Assert.Equal(StateChunkFault.RootMismatch, importer.TryTake(start, chunk));
        Assert.Equal(StateChunkFault.Malformed, importer.TryTake(start, []));
        Assert.Empty(files.Names());
        Assert.Equal(missing, importer.Missing(999));
        Assert.False(importer.IsComplete);
    }

    [Fact]
    public void TryTake_TheSameChunkTwice_WritesItOnce()
    {
        MemoryStateFiles files = new();
        StateImporter importer = new(Giver.Root, Version, files, Place);
        byte[] chunk = StateChunks.Export(Giver, Hash256.Zero);
        importer.TryTake(Hash256.Zero, chunk);
        long sizeBytes = files.Names().Sum(files.SizeOf);
        Assert.Equal(StateChunkFault.None, importer.TryTake(Hash256.Zero, chunk));
        Assert.Equal(sizeBytes, files.Names().Sum(files.SizeOf));
    }

    [Fact]
    public void Missing_AnEmptyPlace_NamesPlacesAllOver()
    {
        StateImporter importer = new(Giver.Root, Version, new MemoryStateFiles(), Place);
        Assert.Equal([Hash256.Zero], importer.Missing(1));
        Assert.Equal(256, importer.Missing(1000).Count);
    }

    [Fact]
    public void Finish_BeforeItIsComplete_IsABrokenInvariant()
    {
        StateImporter importer = new(Giver.Root, Version, new MemoryStateFiles(), Place);
        Assert.Throws<InvariantViolationException>(importer.Finish);
    }

    [Fact]
    public void Finish_AnEmptyState_IsEmptyAtItsVersion()
    {
        MemoryStateFiles files = new();
        StateImporter importer = new(Hash256.Zero, 3, files, Place);
        Assert.Equal(StateChunkFault.None, importer.TryTake(
            Hash256.Zero, StateChunks.Export(new CompactStateStore(new MemoryStateFiles(), "s"), Hash256.Zero)));
        importer.Finish();
        CompactStateStore store = new(files, Place, 3);
        Assert.Equal((3UL, Hash256.Zero, 3UL), (store.Version, store.Root, store.OldestVersion));
    }

    [Fact]
    public void Constructor_APlaceThatHoldsSomethingElse_IsRefusedUntilItIsCleared()
    {
        MemoryStateFiles files = new();
        CompactStateStore neighbour = new(files, "s");
        neighbour.Commit(neighbour.Stage([new(TestStates.Key(1), [1])]));
        StateImporter importer = new(Giver.Root, Version, files, Place);
        importer.TryTake(Hash256.Zero, StateChunks.Export(Giver, Hash256.Zero));
        Assert.Throws<InvalidOperationException>(() => new StateImporter(Giver.Root, Version + 1, files, Place));
        Assert.Throws<InvalidOperationException>(() => new StateImporter(neighbour.Root, Version, files, Place));
        Assert.Throws<InvalidOperationException>(() => new StateImporter(Giver.Root, Version, files, "s"));
        CompactStateStore.Delete(files, Place);
        Assert.False(new StateImporter(Giver.Root, Version + 1, files, Place).IsComplete);
        Assert.Equal(neighbour.Root, new CompactStateStore(files, "s", 1).Root);
    }

    private static void AssertSame(MemoryStateFiles files)
    {
        CompactStateStore learned = new(files, Place, Version);
        Assert.Equal((Version, Giver.Root, Giver.Count), (learned.Version, learned.Root, learned.Count));
        Assert.Equal(Version, learned.OldestVersion);
        foreach ((Hash256 key, byte[] value) in Entries)
        {
            Assert.Equal(value, learned.Get(key));
        }

        foreach (Hash256 key in new[] { Entries[5].Key, TestStates.Key(-1) })
        {
            Assert.Equal(Giver.Prove(key).Encoded, learned.Prove(key).Encoded);
        }

        Assert.Equal(StateChunks.Export(Giver, Entries[9].Key), StateChunks.Export(learned, Entries[9].Key));
    }

    /// <summary>A chunk of one entry, which is what a giver with a smaller bound would give.</summary>
    private static StateChunk Single(Hash256 key)
    {
        Leaf[] leaves = [.. Entries.Select(entry => Leaf.Of(entry.Key, entry.Value)).OrderBy(leaf => leaf.Key)];
        List<Hash256> siblings = [];
        for (int bit = 0; leaves.Length > 1; bit++)
        {
            int middle = Leaf.Split(leaves, bit);
            siblings.Add(StateHash.Subtree(key.Bit(bit) ? leaves[..middle] : leaves[middle..], bit + 1));
            leaves = key.Bit(bit) ? leaves[middle..] : leaves[..middle];
        }

        return new StateChunk(key, [.. siblings], leaves);
    }
}
