using Komandor.PlainState;
using Komandor.Primitives;

namespace Komandor.State.Tests;

public sealed class CompactStateStoreTests
{
    private const int Keys = 400;

    // Short segments, so that segments come and go beside the reader.
    private static readonly CompactStateSettings _settings = new(SegmentSizeBytes: 10_000, FullPermille: 500);

    [Fact]
    public void Open_ALogOfManyRounds_IsTheSameOnOneThreadAndOnMany()
    {
        MemoryStateFiles files = new();
        CompactStateSettings settings = new(SegmentSizeBytes: 4_000);
        CompactStateStore store = new(files, "s", settings: settings);
        Random random = new(5);
        for (int round = 0; round < 60; round++)
        {
            // Keys come and go, so shelves are split and built anew between their images.
            store.Commit(store.Stage([.. Enumerable.Range(0, 3_000).Where(_ => random.Next(20) == 0).Select(index =>
                new KeyValuePair<Hash256, byte[]?>(TestStates.Key(index), random.Next(5) == 0 ? null : TestStates.Value(index + round, 20)))]));
            store.Prune(store.Version - Math.Min(store.Version, 3));
            store.Flush();
        }

        foreach (IForkJoin forkJoin in new IForkJoin[] { SerialForkJoin.Instance, new ThreadForkJoin() })
        {
            CompactStateStore opened = new(files, "s", store.Version, settings, forkJoin: forkJoin);
            Assert.Equal((store.Root, store.Count), (opened.Root, opened.Count));
            Assert.Equal(store.Range(Hash256.Zero, null), opened.Range(Hash256.Zero, null));
            Assert.Equal(store.Snapshot(store.OldestVersion)!.Root, opened.Snapshot(store.OldestVersion)!.Root);
        }
    }

    private sealed class ThreadForkJoin : IForkJoin
    {
        public int Parallelism => 3;

        public void Run(int count, Action<int> body) => Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Parallelism }, body);
    }

    [Fact]
    public void Snapshot_ReadBesideCommitsAndPruning_IsRightOrSaysThatItIsPruned() => ReadBeside(150);

    [Fact]
    [Trait("lane", "nightly")]
    public void Snapshot_ReadBesideManyCommitsAndPruning_IsRightOrSaysThatItIsPruned() => ReadBeside(10_000);

    [Fact]
    public void Commit_AHundredThousandOperations_EqualsThePlainTree() => Compare(100_000, 20_000, 2_000);

    [Fact]
    [Trait("lane", "nightly")]
    public void Commit_ThreeMillionOperations_EqualsThePlainTree() => Compare(3_000_000, 300_000, 10_000);

    [Fact]
    [Trait("lane", "nightly")]
    public void Commit_ALongSoak_TakesNoMoreMemoryAndDisk()
    {
        MemoryStateFiles files = new();
        CompactStateStore store = new(files, "s", settings: new CompactStateSettings(SegmentSizeBytes: 1 << 18));
        Random random = new(5);
        (long Disk, long Index, long Undo, long Heap) first = default;
        for (int round = 0; round < 6_000; round++)
        {
            // Half are created and deleted again, so that keys come and go for ever.
            List<KeyValuePair<Hash256, byte[]?>> changes = [];
            for (int index = 0; index < 100; index++)
            {
                changes.Add(new(TestStates.Key((round * 100) + index), TestStates.Value(index, 100)));
                changes.Add(new(TestStates.Key(((round - 200) * 100) + index), null));
                changes.Add(new(TestStates.Key(int.MinValue + (100 * index) + random.Next(100)), TestStates.Value(round, 100)));
            }

            store.Commit(store.Stage(changes));
            store.Flush();
            store.Prune(store.Version - Math.Min(store.Version, 8));
            if (round is 2_000)
            {
                first = Measure(store);
            }
        }

        (long Disk, long Index, long Undo, long Heap) last = Measure(store);
        Assert.InRange(last.Disk, 1, first.Disk * 12 / 10);
        Assert.InRange(last.Index, 1, first.Index * 12 / 10);
        Assert.InRange(last.Undo, 1, first.Undo * 12 / 10);
        Assert.InRange(last.Heap, 1, first.Heap * 12 / 10);
    }

    [Fact]
    public void Commit_AnOlderStaging_IsABrokenInvariant()
    {
        CompactStateStore store = new(new MemoryStateFiles(), "s");
        StagedCommit first = store.Stage([new(TestStates.Key(1), [1])]);
        StagedCommit second = store.Stage([new(TestStates.Key(1), [2])]);
        Assert.Throws<InvariantViolationException>(() => store.Commit(first));
        store.Commit(second);
        Assert.Throws<InvariantViolationException>(() => store.Commit(second));
        Assert.Equal([2], store.Get(TestStates.Key(1)));
    }

    [Fact]
    public void Stage_TheSameKeyTwiceOrAValueThatIsTooLong_IsABrokenInvariant()
    {
        CompactStateStore store = new(new MemoryStateFiles(), "s");
        Assert.Throws<InvariantViolationException>(() => store.Stage([new(TestStates.Key(1), [1]), new(TestStates.Key(1), null)]));
        Assert.Throws<InvariantViolationException>(() => store.Stage([new(TestStates.Key(1), new byte[CompactStateSettings.MaximumValueSizeBytes + 1])]));
        store.Commit(store.Stage([new(TestStates.Key(1), new byte[CompactStateSettings.MaximumValueSizeBytes])]));
        Assert.Equal(CompactStateSettings.MaximumValueSizeBytes, store.Get(TestStates.Key(1))!.Length);
    }

    [Fact]
    public void Stage_KeysThatShareTheirFirstBits_StayRight()
    {
        // Two thousand keys in one shelf that cannot be split, and others that share 60 bits.
        CompactStateStore store = new(new MemoryStateFiles(), "s");
        KeyValuePair<Hash256, byte[]>[] entries =
        [
            .. Enumerable.Range(0, 2_000).Select(index => KeyValuePair.Create(TestStates.Crowded(1, 40, index), TestStates.Value(index, 20))),
            .. Enumerable.Range(2_000, 30).Select(index => KeyValuePair.Create(TestStates.Crowded(1, 64, index), TestStates.Value(index, 20))),
        ];
        SparseMerkleStore plain = TestStates.FillPlain(entries);
        foreach (KeyValuePair<Hash256, byte[]>[] part in entries.Chunk(500))
        {
            store.Commit(store.Stage([.. part.Select(entry => new KeyValuePair<Hash256, byte[]?>(entry.Key, entry.Value))]));
        }

        Assert.Equal(plain.Root, store.Root);
        Assert.Equal(plain.Prove(entries[7].Key).Encoded, store.Prove(entries[7].Key).Encoded);
        store.Commit(store.Stage([.. entries.Skip(9).Select(entry => new KeyValuePair<Hash256, byte[]?>(entry.Key, null))]));
        Assert.Equal(TestStates.FillPlain(entries.Take(9)).Root, store.Root);
    }

    private static (long Disk, long Index, long Undo, long Heap) Measure(CompactStateStore store) =>
        (store.DiskSizeBytes, store.IndexSizeBytes, store.UndoSizeBytes, GC.GetTotalMemory(forceFullCollection: true));

    private static void Compare(int operations, int keys, int batchSize)
    {
        Random random = new(operations);
        MemoryStateFiles files = new();
        MemoryKeyValueStore engine = new();
        CompactStateStore store = new(files, "s", settings: new CompactStateSettings(SegmentSizeBytes: 200_000));
        SparseMerkleStore plain = new(engine, TestStates.Prefix);
        for (int done = 0; done < operations; done += batchSize)
        {
            KeyValuePair<Hash256, byte[]?>[] changes = [.. Enumerable.Range(0, batchSize).Select(_ => random.Next(keys)).Distinct().Select(index =>
                new KeyValuePair<Hash256, byte[]?>(TestStates.Key(index), random.Next(3) == 0 ? null : TestStates.Value(index + done, random.Next(150))))];
            store.Commit(store.Stage(changes));
            store.Flush();
            store.Prune(store.Version - Math.Min(store.Version, 4));
            TestStates.Commit(plain, engine, changes);
            Assert.Equal((plain.Root, plain.Count), (store.Root, store.Count));
        }

        for (int index = 0; index < keys; index += 97)
        {
            byte[]? value = plain.Get(TestStates.Key(index));
            StateProof proof = store.Prove(TestStates.Key(index));
            Assert.Equal(value, store.Get(TestStates.Key(index)));
            Assert.Equal(plain.Prove(TestStates.Key(index)).Encoded, proof.Encoded);
            Assert.Equal(StateProofFault.None, StateProofVerifier.Verify(store.Root, TestStates.Key(index), value, proof));
            byte[]? forged = value is null ? [1] : [.. value, 1];
            Assert.NotEqual(StateProofFault.None, StateProofVerifier.Verify(store.Root, TestStates.Key(index), forged, proof));
        }

        Assert.Equal(ChunkBuilder.Build(plain, TestStates.Key(1)).Encode(), StateChunks.Export(store, TestStates.Key(1)));
        CompactStateStore opened = new(files, "s", store.Version);
        Assert.Equal((plain.Root, plain.Count), (opened.Root, opened.Count));
    }

    private static void ReadBeside(int blocks)
    {
        CompactStateStore store = new(new MemoryStateFiles(), "s", settings: _settings);
        using CancellationTokenSource ended = new();
        using ManualResetEventSlim started = new();
        Exception? failure = null;
        Thread reader = new(() =>
        {
            try
            {
                Read(store, started, ended.Token);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        reader.Start();
        Random random = new(3);
        for (int block = 0; block < blocks && failure is null; block++)
        {
            store.Commit(store.Stage([.. Enumerable.Range(0, Keys).Where(_ => random.Next(8) == 0)
                .Select(index => new KeyValuePair<Hash256, byte[]?>(TestStates.Key(index), random.Next(3) == 0 ? null : BitConverter.GetBytes(block)))]));
            store.Flush();
            store.Prune(store.Version - Math.Min(store.Version, 4));
            started.Wait(TimeSpan.FromSeconds(10));
        }

        ended.Cancel();
        reader.Join();
        Assert.Null(failure);
    }

    private static void Read(CompactStateStore store, ManualResetEventSlim started, CancellationToken ended)
    {
        Random random = new(4);
        while (!ended.IsCancellationRequested)
        {
            ulong version = store.Version - Math.Min(store.Version, (ulong)random.Next(4));
            if (store.Snapshot(version) is { } snapshot)
            {
                try
                {
                    Hash256 key = TestStates.Key(random.Next(Keys));
                    byte[]? value = snapshot.Get(key);
                    Assert.Equal(StateProofFault.None, StateProofVerifier.Verify(snapshot.Root, key, value, snapshot.Prove(key)));
                    byte[] chunk = StateChunks.Export(snapshot, key);
                    Assert.Equal(StateChunkFault.None, StateChunk.TryRead(chunk, snapshot.Root, key, out _));
                }
                catch (InvalidOperationException) when (version < store.OldestVersion)
                {
                }
            }

            started.Set();
        }
    }
}
