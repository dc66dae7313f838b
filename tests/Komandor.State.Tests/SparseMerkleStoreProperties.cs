using CsCheck;
using Komandor.PlainState;
using Komandor.Primitives;

namespace Komandor.State.Tests;

public sealed class SparseMerkleStoreProperties
{
    private const byte Prefix = (byte)'s';

    // Keys crowd: sixty-four bits of a long shared prefix, then few choices, so that pages grow and shrink often.
    private static readonly Gen<Hash256> Keys = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 99], (family, index) => Key(family, index));

    // In sixteens of bytes, so that some values are too long for a bucket to hold.
    private static readonly Gen<(Hash256 Key, int Size)[]> Blocks = Gen.Select(Keys, Gen.Int[-20, 40]).Array[0, 60];

    [Fact]
    public void Commit_RandomHistories_EqualTheNaiveTreeInEveryVersion() => Sample(25);

    [Fact]
    [Trait("lane", "nightly")]
    public void Commit_ManyRandomHistories_EqualTheNaiveTreeInEveryVersion() => Sample(2_000);

    private static void Sample(int histories) => Gen.Select(Blocks, Gen.Int[0, 9]).Array[1, 20].Sample(Check, iter: histories);

    private static void Check(((Hash256 Key, int Size)[] Changes, int Event)[] history)
    {
        MemoryKeyValueStore engine = new();
        StateSettings settings = new(CacheSizeBytes: 8_000, UndoCacheSizeBytes: 4_000);
        SparseMerkleStore store = new(engine, Prefix, settings);
        SortedDictionary<Hash256, byte[]> oracle = [];
        List<KeyValuePair<Hash256, byte[]>[]> versions = [[]];
        foreach (((Hash256 Key, int Size)[] changes, int what) in history)
        {
            KeyValuePair<Hash256, byte[]?>[] block = [.. changes.DistinctBy(change => change.Key).Select(change =>
                new KeyValuePair<Hash256, byte[]?>(change.Key, change.Size < 0 ? null : Enumerable.Repeat((byte)what, change.Size * 16).ToArray()))];
            Hash256 before = store.Root;
            StagedCommit staged = store.Stage(block);
            Assert.Equal(before, store.Root);
            if (what == 0)
            {
                continue;
            }

            KeyValueBatch batch = new();
            store.Commit(staged, batch);
            engine.Write(batch, what > 1);
            if (what == 1)
            {
                engine.Crash();
                store = new SparseMerkleStore(engine, Prefix, settings);
                Assert.Equal(before, store.Root);
                continue;
            }

            Apply(oracle, block);
            versions.Add([.. oracle]);
            if (what == 2)
            {
                store = new SparseMerkleStore(engine, Prefix, settings);
            }

            if (what == 3)
            {
                batch = new KeyValueBatch();
                store.Prune(store.Version - Math.Min(3, store.Version), batch);
                engine.Write(batch, true);
            }

            Assert.Equal(NaiveTree.Root(oracle), store.Root);
            Assert.Equal((ulong)(versions.Count - 1), store.Version);
        }

        Compare(store, versions);
    }

    private static void Compare(SparseMerkleStore store, List<KeyValuePair<Hash256, byte[]>[]> versions)
    {
        for (int version = 0; version < versions.Count; version++)
        {
            IStateReader? reader = store.Snapshot((ulong)version);
            Assert.Equal((ulong)version < store.OldestVersion, reader is null);
            if (reader is null)
            {
                continue;
            }

            Assert.Equal(NaiveTree.Root(versions[version]), reader.Root);
            Dictionary<Hash256, byte[]> expected = new(versions[version]);
            for (int index = 0; index < 300; index += 7)
            {
                Hash256 key = Key(index / 100, index % 100);
                byte[]? value = expected.GetValueOrDefault(key);
                Assert.Equal(value, reader.Get(key));
                Assert.Equal(StateProofFault.None, StateProofVerifier.Verify(reader.Root, key, value, reader.Prove(key)));
                Assert.NotEqual(StateProofFault.None, StateProofVerifier.Verify(reader.Root, key, value is null ? [9] : null, reader.Prove(key)));
            }
        }
    }

    private static void Apply(SortedDictionary<Hash256, byte[]> oracle, KeyValuePair<Hash256, byte[]?>[] block)
    {
        foreach ((Hash256 key, byte[]? value) in block)
        {
            if (value is null)
            {
                oracle.Remove(key);
            }
            else
            {
                oracle[key] = value;
            }
        }
    }

    private static Hash256 Key(int family, int index)
    {
        byte[] bytes = new byte[Hash256.SizeBytes];
        bytes.AsSpan(0, family * 4).Fill(0x5a);
        bytes[family * 4] = unchecked((byte)(index * 151));
        bytes[31] = (byte)index;
        return new Hash256(bytes);
    }
}
