using CsCheck;
using Komandor.Primitives;

namespace Komandor.State.Tests;

public sealed class CompactStateStoreProperties
{
    // Small segments, so that a short history fills many of them and moves entries.
    private static readonly CompactStateSettings Settings = new(SegmentSizeBytes: 3_000, FullPermille: 500);

    // Keys crowd: sixty-four bits of a long shared prefix, then few choices; the third family is spread.
    private static readonly Gen<Hash256> Keys = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 99], (family, index) => Key(family, index));

    private static readonly Gen<(Hash256 Key, int Size)[]> Blocks = Gen.Select(Keys, Gen.Int[-20, 40]).Array[0, 60];

    [Fact]
    public void Commit_RandomHistories_EqualTheNaiveTreeInEveryVersion() => Sample(8);

    [Fact]
    [Trait("lane", "nightly")]
    public void Commit_ManyRandomHistories_EqualTheNaiveTreeInEveryVersion() => Sample(2_000);

    private static void Sample(int histories) =>
        Gen.Select(Blocks, Gen.Int[0, 9]).Array[1, 30].Sample(history => new History().Check(history), iter: histories);

    private static Hash256 Key(int family, int index)
    {
        if (family == 3)
        {
            return TestStates.Key(index);
        }

        byte[] bytes = new byte[Hash256.SizeBytes];
        bytes.AsSpan(0, family * 4).Fill(0x5a);
        bytes[family * 4] = unchecked((byte)(index * 151));
        bytes[31] = (byte)index;
        return new Hash256(bytes);
    }

    private sealed class History
    {
        private readonly MemoryStateFiles _files = new();
        private readonly SortedDictionary<Hash256, byte[]> _oracle = [];
        private readonly List<KeyValuePair<Hash256, byte[]>[]> _versions = [[]];
        private CompactStateStore _store;
        private ulong _durable;

        internal History() => _store = new CompactStateStore(_files, "s", settings: Settings);

        internal void Check(((Hash256 Key, int Size)[] Changes, int Event)[] history)
        {
            foreach (((Hash256 Key, int Size)[] changes, int what) in history)
            {
                Step(changes, what);
            }

            Compare();
            Reopen(_store.Version);
            Compare();
        }

        private void Step((Hash256 Key, int Size)[] changes, int what)
        {
            KeyValuePair<Hash256, byte[]?>[] block = [.. changes.DistinctBy(change => change.Key).Select(change =>
                new KeyValuePair<Hash256, byte[]?>(change.Key, change.Size < 0 ? null : Enumerable.Repeat((byte)what, change.Size * 16).ToArray()))];
            Hash256 before = _store.Root;
            StagedCommit staged = _store.Stage(block);
            Assert.Equal(before, _store.Root);
            if (what == 0)
            {
                return;
            }

            _store.Commit(staged);
            Apply(block);
            Assert.Equal(NaiveTree.Root(_oracle), _store.Root);
            Assert.Equal((_oracle.Count, (ulong)_versions.Count - 1), (_store.Count, _store.Version));
            switch (what)
            {
                case 1:
                    // All that was not synced is lost in part; the last whole commit is where it goes on.
                    _files.Crash(bytes => bytes * changes.Length / 60);
                    Reopen(null);
                    break;
                case 2:
                    // The owner has less than the log.
                    Reopen(Math.Max(_durable, _store.Version - Math.Min(_store.Version, 1)));
                    break;
                case 3 or 4 or 5:
                    _store.Flush();
                    _store.Flush();
                    _durable = _store.Version;
                    break;
                case 6 or 7:
                    _store.Prune(_store.Version - Math.Min(3, _store.Version));
                    break;
            }
        }

        private void Reopen(ulong? version)
        {
            ulong newest = _store.Version;
            _store = new CompactStateStore(_files, "s", version, Settings);
            Assert.InRange(_store.Version, version ?? _durable, version ?? newest);
            _versions.RemoveRange((int)_store.Version + 1, _versions.Count - (int)_store.Version - 1);
            _oracle.Clear();
            foreach ((Hash256 key, byte[] value) in _versions[^1])
            {
                _oracle.Add(key, value);
            }

            Assert.Equal((NaiveTree.Root(_oracle), _oracle.Count), (_store.Root, _store.Count));
        }

        private void Compare()
        {
            for (int version = 0; version < _versions.Count; version++)
            {
                IStateReader? reader = _store.Snapshot((ulong)version);
                Assert.Equal((ulong)version < _store.OldestVersion, reader is null);
                if (reader is not null)
                {
                    Compare(reader, new Dictionary<Hash256, byte[]>(_versions[version]));
                }
            }

            Compare(_store, new Dictionary<Hash256, byte[]>(_oracle));
        }

        private static void Compare(IStateReader reader, Dictionary<Hash256, byte[]> expected)
        {
            Assert.Equal(NaiveTree.Root(expected), reader.Root);
            for (int index = 0; index < 400; index += 7)
            {
                Hash256 key = Key(index / 100, index % 100);
                byte[]? value = expected.GetValueOrDefault(key);
                Assert.Equal(value, reader.Get(key));
                StateProof proof = reader.Prove(key);
                Assert.Equal(StateProofFault.None, StateProofVerifier.Verify(reader.Root, key, value, proof));
                Assert.NotEqual(StateProofFault.None, StateProofVerifier.Verify(reader.Root, key, value is null ? [9] : null, proof));
            }
        }

        private void Apply(KeyValuePair<Hash256, byte[]?>[] block)
        {
            foreach ((Hash256 key, byte[]? value) in block)
            {
                if (value is null)
                {
                    _oracle.Remove(key);
                }
                else
                {
                    _oracle[key] = value;
                }
            }

            _versions.Add([.. _oracle]);
        }
    }
}
