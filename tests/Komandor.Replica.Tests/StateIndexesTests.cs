using Komandor.Consensus;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Effects;
using Komandor.Replica.Indexes;
using Komandor.Replica.Inputs;
using Komandor.State;
using Lock = Komandor.Ledger.Lock;

namespace Komandor.Replica.Tests;

/// <summary>Objects by their lock, found without read models: docs/protocol/state.md §9.</summary>
public sealed class StateIndexesTests
{
    private const int Keys = 900;

    private static readonly Lock[] _locks = [.. Enumerable.Range(1, 4).Select(LockOf)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Follow_RandomCommitsStepsAndRestarts_EqualsALookThroughTheState(int seed)
    {
        Random random = new(seed);
        MemoryKeyValueStore store = new();
        CompactStateStore state = new(new MemoryStateFiles(), "s");
        Commit(state, random, Keys, new KeyValueBatch(), null);
        StateIndexes indexes = new(store, isOddPlace: false, state.Version);
        for (int round = 0; round < 60; round++)
        {
            if (random.Next(3) == 0)
            {
                indexes = new StateIndexes(store, isOddPlace: false, state.Version);
            }

            KeyValueBatch batch = new();
            Commit(state, random, 40, batch, indexes);
            store.Write(batch, durable: false);
            if (random.Next(4) == 0 && indexes.Step(state) is KeyValueBatch step)
            {
                store.Write(step, durable: false);
            }

            if (new ObjectIndex(store).IsWhole)
            {
                AssertEqual(state, new ObjectIndex(store));
            }
        }

        MakeWhole(store, state, indexes);
        AssertEqual(state, new ObjectIndex(store));
    }

    [Fact]
    public void Open_OverAnotherStateThanTheIndexes_MakesThemAnew()
    {
        Random random = new(5);
        MemoryKeyValueStore store = new();
        CompactStateStore former = new(new MemoryStateFiles(), "s");
        Commit(former, random, Keys, new KeyValueBatch(), null);
        MakeWhole(store, former, new StateIndexes(store, isOddPlace: false, former.Version));

        // The state was learned in the other place, or a power loss took the newest commits: nothing of before may be found.
        CompactStateStore learned = new(new MemoryStateFiles(), "t");
        Commit(learned, random, Keys / 2, new KeyValueBatch(), null);
        StateIndexes indexes = new(store, isOddPlace: true, learned.Version);
        KeyValueBatch batch = new();
        Commit(learned, random, 40, batch, indexes);
        store.Write(batch, durable: false);
        Assert.False(new ObjectIndex(store).IsWhole);
        MakeWhole(store, learned, indexes);
        AssertEqual(learned, new ObjectIndex(store));
        Assert.Equal(Dump(store).Count, learned.Range(Hash256.Zero, null).Count(entry => LedgerObject.TryDecode(entry.Value, out _)));
    }

    [Fact]
    public void Members_OfANetwork_KeepTheSameTermsAlsoWhenOneLearnedTheState()
    {
        TestNetwork network = new(4, coins: 24, adjust: settings => settings with
        {
            KeepsIndexes = settings.Self.Value != 2,
            RetainedStateVersions = 4,
            MaxRoundsBetweenBlocks = 8,
            Consensus = new ConsensusSettings { AncientRounds = 6, ExpiredRounds = 22 },
        });
        network.StartAll();
        network.Run(100);
        TestMember learner = network.Members[3];
        network.Kill(learner);
        Pay(network, 0, 16);
        (learner.Store, learner.Files) = (new MemoryKeyValueStore(), new MemoryStateFiles());
        learner.Start();
        network.Link(learner);
        Pay(network, 16, 24);
        network.Run(3_000);
        Assert.Contains(learner.Effects, effect => effect is StateLearned);
        Assert.Empty(Dump(network.Members[1].Store));
        Assert.False(new ObjectIndex(network.Members[1].Store).IsWhole);
        List<string> terms = Dump(network.Members[0].Store);
        Assert.NotEmpty(terms);
        Assert.Equal(terms, Dump(network.Members[2].Store));
        Assert.Equal(terms, Dump(learner.Store));
        Assert.True(new ObjectIndex(learner.Store).IsWhole);
        IStateReader state = learner.Executor.State;
        Assert.All(
            new ObjectIndex(learner.Store).Find(ObjectType.Coin, network.OwnersLock, default, 1_000),
            id => Assert.True(LedgerObject.TryDecode(state.Get(id.Value)!, out LedgerObject? coin) && coin.Lock.Equals(network.OwnersLock)));
    }

    [Fact]
    public void Find_FromAnId_GivesALongAnswerInParts()
    {
        MemoryKeyValueStore store = new();
        CompactStateStore state = new(new MemoryStateFiles(), "s");
        Commit(state, new Random(9), Keys, new KeyValueBatch(), null);
        MakeWhole(store, state, new StateIndexes(store, isOddPlace: false, state.Version));
        ObjectIndex index = new(store);
        IReadOnlyList<ObjectId> all = index.Find(ObjectType.Coin, _locks[0], default, 10_000);
        Assert.True(all.Count > 20);
        Assert.Equal(all.OrderBy(id => id.Value), all);
        Assert.Equal(all.Take(7), index.Find(ObjectType.Coin, _locks[0], default, 7));
        Assert.Equal(all.Skip(7), index.Find(ObjectType.Coin, _locks[0], all[7], 10_000));
        Assert.Empty(index.Find(ObjectType.Coin, LockOf(9), default, 5));
    }

    private static Lock LockOf(int number)
    {
        using SigningKey key = new([.. Enumerable.Repeat((byte)number, 32)]);
        return Lock.Key(key.PublicKey);
    }

    private static void Pay(TestNetwork network, int firstCoin, int endCoin)
    {
        for (int coin = firstCoin; coin < endCoin; coin++)
        {
            network.Members[0].Give(new TransactionSubmitted(network.Pay(coin)));
            network.Run(60);
        }
    }

    // Coins and records that come, change their lock, and go; system objects among them.
    private static void Commit(CompactStateStore state, Random random, int count, KeyValueBatch batch, StateIndexes? indexes)
    {
        Dictionary<Hash256, byte[]?> changes = [];
        for (int change = 0; change < count; change++)
        {
            Hash256 key = LedgerHash.ObjectOf(default, random.Next(Keys)).Value;
            changes[key] = random.Next(5) switch
            {
                0 => null,
                1 => SystemObjects.Encode([7]),
                2 => new LedgerObject(1, _locks[random.Next(4)], new RecordContent("name", new byte[] { 1, 2 })).Encode(),
                _ => new LedgerObject(1, _locks[random.Next(4)], new CoinContent(AssetId.Kmcc, 5)).Encode(),
            };
        }

        KeyValuePair<Hash256, byte[]?>[] list = [.. changes];
        indexes?.Follow(state, list, batch);
        state.Commit(state.Stage(list));
    }

    private static void MakeWhole(MemoryKeyValueStore store, CompactStateStore state, StateIndexes indexes)
    {
        int steps = 0;
        while (indexes.Step(state) is KeyValueBatch step)
        {
            Assert.True(steps++ < 1_000);
            Assert.InRange(step.Changes.Count, 1, 257);
            store.Write(step, durable: false);
        }

        Assert.True(new ObjectIndex(store).IsWhole);
    }

    private static void AssertEqual(CompactStateStore state, ObjectIndex index)
    {
        foreach (ObjectType type in new[] { ObjectType.Coin, ObjectType.Record })
        {
            foreach (Lock held in _locks)
            {
                Assert.Equal(
                    state.Range(Hash256.Zero, null)
                        .Where(entry => LedgerObject.TryDecode(entry.Value, out LedgerObject? found) && found.Content.Type == type && found.Lock.Equals(held))
                        .Select(entry => new ObjectId(entry.Key)),
                    index.Find(type, held, default, 10_000));
            }
        }
    }

    private static List<string> Dump(MemoryKeyValueStore store) =>
        [.. store.Scan([(byte)'I'], [(byte)'I']).Select(entry => Convert.ToHexStringLower(entry.Key))];
}
