using Komandor.Primitives;
using Komandor.State.Indexes;

namespace Komandor.State.Tests;

public sealed class SecondaryIndexesTests
{
    [Fact]
    public void Find_RandomHistories_EqualsALookThroughAllEntries()
    {
        Random random = new(1);
        MemoryKeyValueStore engine = new();
        CompactStateStore store = new(new MemoryStateFiles(), "s");
        SecondaryIndexes indexes = new(engine, 7, [new Bytes(1), new Whole(2)]);
        for (int round = 0; round < 20; round++)
        {
            KeyValuePair<Hash256, byte[]?>[] changes = [.. Enumerable.Range(0, 60).Where(_ => random.Next(2) == 0).Select(index =>
                new KeyValuePair<Hash256, byte[]?>(TestStates.Key(index), random.Next(4) == 0 ? null : [(byte)random.Next(4), (byte)random.Next(4)]))];
            KeyValueBatch batch = new();
            IndexWork work = indexes.Follow(store, changes, batch);
            Assert.Equal(batch.Changes.Count, work.Terms);
            Assert.Equal(batch.Changes.Sum(change => change.Key.Length - 4), work.Bytes);
            engine.Write(batch, durable: true);
            store.Commit(store.Stage(changes));
            for (byte one = 0; one < 4; one++)
            {
                Assert.Equal(Keys(store, value => value.AsSpan().Contains(one)), indexes.Find(1, [one], Hash256.Zero, 1_000));
                Assert.Equal(Keys(store, value => value[0] == one && value[1] == 2), indexes.Find(2, [one, 2], Hash256.Zero, 1_000));
            }
        }

        IReadOnlyList<Hash256> all = indexes.Find(1, [1], Hash256.Zero, 1_000);
        Assert.Equal(all.Take(3), indexes.Find(1, [1], Hash256.Zero, 3));
        Assert.Equal(all.Skip(3), indexes.Find(1, [1], all[3], 1_000));
        Assert.Empty(indexes.Find(3, [1], Hash256.Zero, 9));
    }

    [Fact]
    public void Follow_ADefinitionThatBreaksItsBounds_IsABrokenInvariant()
    {
        CompactStateStore store = new(new MemoryStateFiles(), "s");
        SecondaryIndexes indexes = new(new MemoryKeyValueStore(), 7, [new Whole(1)]);
        Assert.Throws<InvariantViolationException>(() => indexes.Follow(store, [new(TestStates.Key(1), new byte[65])], new KeyValueBatch()));
        Assert.Equal(new IndexWork(1, 96), indexes.Follow(store, [new(TestStates.Key(1), new byte[64])], new KeyValueBatch()));
    }

    private static IEnumerable<Hash256> Keys(CompactStateStore store, Func<byte[], bool> holds) =>
        store.Range(Hash256.Zero, null).Where(entry => holds(entry.Value)).Select(entry => entry.Key);

    /// <summary>Each byte of the value is a term.</summary>
    private sealed class Bytes(ushort id) : IIndexDefinition
    {
        public ushort Id => id;

        public void AddTerms(Hash256 key, ReadOnlySpan<byte> value, List<byte[]> terms)
        {
            foreach (byte one in value)
            {
                terms.Add([one]);
            }
        }
    }

    /// <summary>The value is the term.</summary>
    private sealed class Whole(ushort id) : IIndexDefinition
    {
        public ushort Id => id;

        public void AddTerms(Hash256 key, ReadOnlySpan<byte> value, List<byte[]> terms) => terms.Add(value.ToArray());
    }
}
