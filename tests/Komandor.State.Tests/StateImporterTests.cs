using Komandor.Primitives;

namespace Komandor.State.Tests;

public sealed class StateImporterTests
{
    private const byte Place = (byte)'T';
    private const ulong Version = 77;

    // About eight chunks, some of them in one gap between two places that Missing names.
    private static readonly KeyValuePair<Hash256, byte[]>[] Entries =
    [
        .. Enumerable.Range(0, 300).Select(index => KeyValuePair.Create(TestStates.Key(index), TestStates.Value(index, 16_000))),
        .. Enumerable.Range(300, 120).Select(index => KeyValuePair.Create(TestStates.Crowded(1, 16, index), TestStates.Value(index, 30_000))),
    ];

    private static readonly SparseMerkleStore Giver = TestStates.Fill(Entries);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Finish_ChunksInAnyOrderWithCrashes_IsTheGiversState(int seed)
    {
        Random random = new(seed);
        MemoryKeyValueStore engine = new();
        StateImporter importer = new(Giver.Root, Version, engine, Place);
        int chunks = 0;
        while (!importer.IsComplete)
        {
            IReadOnlyList<Hash256> missing = importer.Missing(300);
            Hash256 start = missing[random.Next(missing.Count)];
            byte[] chunk = StateChunks.Export(Giver, start);
            KeyValueBatch batch = new();
            Assert.Equal(StateChunkFault.None, importer.TryTake(start, chunk, batch));
            bool isDurable = random.Next(3) > 0;
            engine.Write(batch, isDurable);
            chunks++;
            Assert.Throws<InvalidOperationException>(() => new SparseMerkleStore(engine, Place));
            if (random.Next(4) == 0)
            {
                engine.Crash();
                importer = new StateImporter(Giver.Root, Version, engine, Place);
            }
        }

        Assert.InRange(chunks, 8, 100);
        Assert.Empty(importer.Missing(9));
        Finish(importer, engine);
        AssertSame(engine);
    }

    [Fact]
    public void Finish_ThenFurtherCommits_GoOnAsTheGiverDoes()
    {
        MemoryKeyValueStore giverEngine = new(), engine = new();
        SparseMerkleStore giver = TestStates.Fill(Enumerable.Range(0, 200).Select(index => KeyValuePair.Create(TestStates.Key(index), TestStates.Value(index, 9))), giverEngine);
        StateImporter importer = new(giver.Root, 1, engine, TestStates.Prefix);
        KeyValueBatch batch = new();
        Assert.Equal(StateChunkFault.None, importer.TryTake(Hash256.Zero, StateChunks.Export(giver, Hash256.Zero), batch));
        importer.Finish(batch);
        engine.Write(batch, true);
        SparseMerkleStore learned = new(engine, TestStates.Prefix);
        for (int block = 0; block < 4; block++)
        {
            KeyValuePair<Hash256, byte[]?>[] changes = [.. Enumerable.Range(block * 40, 60)
                .Select(index => new KeyValuePair<Hash256, byte[]?>(TestStates.Key(index), index % 3 == 0 ? [7] : null))];
            TestStates.Commit(giver, giverEngine, changes);
            TestStates.Commit(learned, engine, changes);
            Assert.Equal(giver.Root, learned.Root);
        }

        // The pages and values are those that the giver stores, byte for byte; undo records and the oldest version differ.
        byte[] pages = [TestStates.Prefix, (byte)'p'], values = [TestStates.Prefix, (byte)'v'];
        Assert.Equal(giverEngine.Scan(pages, pages), engine.Scan(pages, pages));
        Assert.Equal(giverEngine.Scan(values, values), engine.Scan(values, values));
    }

    [Fact]
    public void TryTake_FromGiversThatCutOtherwise_CompletesToo()
    {
        MemoryKeyValueStore engine = new();
        StateImporter importer = new(Giver.Root, Version, engine, Place);
        KeyValueBatch batch = new();

        // A giver of single entries first: its chunks lie inside of those that come after.
        foreach (Hash256 key in Entries.Where((_, index) => index % 50 == 0).Select(entry => entry.Key))
        {
            Assert.Equal(StateChunkFault.None, importer.TryTake(key, Single(key).Encode(), batch));
        }

        while (!importer.IsComplete)
        {
            Hash256 start = importer.Missing(1)[0];
            Assert.Equal(StateChunkFault.None, importer.TryTake(start, StateChunks.Export(Giver, start), batch));
        }

        Assert.Equal(StateChunkFault.None, importer.TryTake(Entries[3].Key, Single(Entries[3].Key).Encode(), batch));
        engine.Write(batch, true);
        Finish(importer, engine);
        AssertSame(engine);
    }

    [Fact]
    public void TryTake_RefusedChunk_LeavesNoTrace()
    {
        MemoryKeyValueStore engine = new();
        StateImporter importer = new(Giver.Root, Version, engine, Place);
        Hash256 start = TestStates.Key(1);
        byte[] chunk = StateChunks.Export(Giver, start);
        chunk[^1] ^= 1;
        KeyValueBatch batch = new();
        IReadOnlyList<Hash256> missing = importer.Missing(999);
        Assert.Equal(StateChunkFault.RootMismatch, importer.TryTake(start, chunk, batch));
        Assert.Equal(StateChunkFault.Malformed, importer.TryTake(start, [], batch));
        Assert.Empty(batch.Changes);
        Assert.Equal(missing, importer.Missing(999));
        Assert.False(importer.IsComplete);
    }

    [Fact]
    public void TryTake_TheSameChunkTwice_WritesNoEntryAgain()
    {
        MemoryKeyValueStore engine = new();
        StateImporter importer = new(Giver.Root, Version, engine, Place);
        byte[] chunk = StateChunks.Export(Giver, Hash256.Zero);
        importer.TryTake(Hash256.Zero, chunk, new KeyValueBatch());
        KeyValueBatch again = new();
        Assert.Equal(StateChunkFault.None, importer.TryTake(Hash256.Zero, chunk, again));
        Assert.Single(again.Changes);
    }

    [Fact]
    public void Missing_AnEmptyPlace_NamesPlacesAllOver()
    {
        StateImporter importer = new(Giver.Root, Version, new MemoryKeyValueStore(), Place);
        Assert.Equal([Hash256.Zero], importer.Missing(1));
        Assert.Equal(256, importer.Missing(1000).Count);
    }

    [Fact]
    public void Finish_BeforeItIsComplete_IsABrokenInvariant()
    {
        StateImporter importer = new(Giver.Root, Version, new MemoryKeyValueStore(), Place);
        Assert.Throws<InvariantViolationException>(() => importer.Finish(new KeyValueBatch()));
    }

    [Fact]
    public void Finish_AnEmptyState_IsEmptyAtItsVersion()
    {
        MemoryKeyValueStore engine = new();
        StateImporter importer = new(Hash256.Zero, 3, engine, Place);
        KeyValueBatch batch = new();
        Assert.Equal(StateChunkFault.None, importer.TryTake(
            Hash256.Zero, StateChunks.Export(new SparseMerkleStore(new MemoryKeyValueStore(), 1), Hash256.Zero), batch));
        importer.Finish(batch);
        engine.Write(batch, true);
        SparseMerkleStore store = new(engine, Place);
        Assert.Equal((3UL, Hash256.Zero), (store.Version, store.Root));
    }

    [Fact]
    public void Constructor_APlaceThatHoldsSomethingElse_IsRefusedUntilItIsCleared()
    {
        MemoryKeyValueStore engine = new();
        SparseMerkleStore neighbour = TestStates.Fill(Entries.Take(40), engine);
        string kept = TestStates.Dump(engine, TestStates.Prefix);
        StateImporter importer = new(Giver.Root, Version, engine, Place);
        KeyValueBatch batch = new();
        importer.TryTake(Hash256.Zero, StateChunks.Export(Giver, Hash256.Zero), batch);
        engine.Write(batch, true);
        Assert.Throws<InvalidOperationException>(() => new StateImporter(Giver.Root, Version + 1, engine, Place));
        Assert.Throws<InvalidOperationException>(() => new StateImporter(neighbour.Root, Version, engine, Place));
        Assert.Throws<InvalidOperationException>(() => new StateImporter(Giver.Root, Version, engine, TestStates.Prefix));
        Clear(engine, 7);
        Assert.True(StatePlace.IsEmpty(engine, Place));
        Assert.Equal(kept, TestStates.Dump(engine, TestStates.Prefix));
        Assert.False(new StateImporter(Giver.Root, Version + 1, engine, Place).IsComplete);
    }

    [Fact]
    public void Clear_StoppedAnywhere_LeavesNothingThatOpensWrongly()
    {
        MemoryKeyValueStore engine = new();
        SparseMerkleStore store = new(engine, Place);
        TestStates.Commit(store, engine, [.. Enumerable.Range(0, 60).Select(index => new KeyValuePair<Hash256, byte[]?>(TestStates.Key(index), [1]))]);
        for (bool isEmpty = false; !isEmpty;)
        {
            KeyValueBatch batch = new();
            isEmpty = StatePlace.Clear(engine, Place, 1, batch);
            engine.Write(batch, true);
            if (!StatePlace.IsEmpty(engine, Place))
            {
                Assert.Throws<InvalidOperationException>(() => new SparseMerkleStore(engine, Place));
                Assert.Throws<InvalidOperationException>(() => new StateImporter(Giver.Root, Version, engine, Place));
            }
        }

        Assert.Equal(0UL, new SparseMerkleStore(engine, Place).Version);
    }

    private static void Clear(MemoryKeyValueStore engine, int most)
    {
        for (bool isEmpty = false; !isEmpty;)
        {
            KeyValueBatch batch = new();
            isEmpty = StatePlace.Clear(engine, Place, most, batch);
            Assert.InRange(batch.Changes.Count, 0, most);
            engine.Write(batch, true);
        }
    }

    private static void Finish(StateImporter importer, MemoryKeyValueStore engine)
    {
        KeyValueBatch batch = new();
        importer.Finish(batch);
        engine.Write(batch, true);
    }

    private static void AssertSame(MemoryKeyValueStore engine)
    {
        SparseMerkleStore learned = new(engine, Place);
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
        Assert.Empty(engine.Scan([Place, (byte)'c'], []));
        Assert.Null(engine.Get([Place, (byte)'i']));
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
