using Komandor.PlainState;
using Komandor.Primitives;

namespace Komandor.State.Tests;

public sealed class SparseMerkleStoreTests
{
    private const int Keys = 400;

    [Fact]
    public void Snapshot_ReadBesideCommitsAndPruning_IsRightOrSaysThatItIsPruned() => ReadBeside(60);

    [Fact]
    [Trait("lane", "nightly")]
    public void Snapshot_ReadBesideManyCommitsAndPruning_IsRightOrSaysThatItIsPruned() => ReadBeside(3_000);

    [Fact]
    public void Snapshot_PrunedOrNotYetThere_IsNull()
    {
        MemoryKeyValueStore engine = new();
        SparseMerkleStore store = TestStates.FillPlain([KeyValuePair.Create(TestStates.Key(1), new byte[] { 1 })], engine);
        Assert.Null(store.Snapshot(2));
        Assert.NotNull(store.Snapshot(0));
        KeyValueBatch batch = new();
        store.Prune(1, batch);
        engine.Write(batch, true);
        Assert.Null(store.Snapshot(0));
        Assert.Equal(store.Root, store.Snapshot(1)!.Root);
    }

    // What a reader sees whose version is pruned between its two looks: the record is gone.
    [Fact]
    public void Snapshot_WhoseUndoRecordIsGone_IsNullAndNoZeroRoot()
    {
        MemoryKeyValueStore engine = new();
        TestStates.FillPlain([KeyValuePair.Create(TestStates.Key(1), new byte[] { 1 })], engine);
        SparseMerkleStore store = new(engine, TestStates.Prefix);
        TestStates.Commit(store, engine, [new(TestStates.Key(2), [2])]);
        store = new SparseMerkleStore(engine, TestStates.Prefix);
        KeyValueBatch batch = new();
        batch.Delete(new StateKeys(TestStates.Prefix).Undo(2));
        engine.Write(batch, true);
        Assert.Null(store.Snapshot(1));
    }

    [Fact]
    public void Find_AfterForgetting_KeepsNothingInMemory()
    {
        MemoryKeyValueStore engine = new();
        StateKeys keys = new(TestStates.Prefix);
        UndoLog log = new(engine, keys, 10_000, 0, 0);
        UndoBuilder builder = new();
        builder.Value(new byte[900]);
        UndoRecord record = builder.Build(default, [new(TestStates.Key(1), null)]);
        for (ulong version = 1; version <= 1_000; version++)
        {
            KeyValueBatch batch = new();
            batch.Put(keys.Undo(version), record.Bytes);
            engine.Write(batch, true);
            log.Append(version, record, version);
            Assert.InRange(log.SizeBytes, 1, 10_000 + record.SizeBytes);
        }

        log.Forget(1_000);
        Assert.Equal(0, log.SizeBytes);

        // The store still has them until the caller's batch is written; a reader that finds one must not bring it back.
        Assert.NotNull(log.Find(7));
        Assert.Equal(0, log.SizeBytes);
    }

    [Fact]
    public void Stage_DamagedBucketOrPage_StopsTheStore()
    {
        foreach (byte table in "vp"u8.ToArray())
        {
            MemoryKeyValueStore engine = new();
            TestStates.FillPlain(Enumerable.Range(0, 100).Select(index => KeyValuePair.Create(TestStates.Key(index), new byte[] { 1 })), engine);
            (byte[] key, byte[] value) = engine.Scan([TestStates.Prefix, table], [TestStates.Prefix, table]).First();
            value = [.. value];
            value[^1] ^= 1;
            KeyValueBatch batch = new();
            batch.Put(key, value);
            engine.Write(batch, true);
            SparseMerkleStore store = new(engine, TestStates.Prefix);
            KeyValuePair<Hash256, byte[]?>[] all = [.. Enumerable.Range(0, 100).Select(index => new KeyValuePair<Hash256, byte[]?>(TestStates.Key(index), [2]))];
            Assert.Throws<InvalidDataException>(() => store.Stage(all));
        }
    }

    private static void ReadBeside(int blocks)
    {
        MemoryKeyValueStore engine = new();
        SparseMerkleStore store = new(engine, TestStates.Prefix, new StateSettings(20_000, 20_000));
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
            KeyValueBatch batch = new();
            KeyValuePair<Hash256, byte[]?>[] changes = [.. Enumerable.Range(0, Keys).Where(_ => random.Next(8) == 0)
                .Select(index => new KeyValuePair<Hash256, byte[]?>(TestStates.Key(index), random.Next(3) == 0 ? null : BitConverter.GetBytes(block)))];
            store.Commit(store.Stage(changes), batch);
            store.Prune(store.Version - Math.Min(store.Version, 4), batch);
            Thread.Yield();
            engine.Write(batch, true);
            started.Wait(TimeSpan.FromSeconds(10));
        }

        ended.Cancel();
        reader.Join();
        Assert.Null(failure);
    }

    private static void Read(SparseMerkleStore store, ManualResetEventSlim started, CancellationToken ended)
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
                }
                catch (InvalidOperationException) when (version < store.OldestVersion)
                {
                }
            }

            started.Set();
        }
    }
}
