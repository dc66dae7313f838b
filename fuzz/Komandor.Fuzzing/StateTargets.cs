using Komandor.Primitives;
using Komandor.State;
using Komandor.State.Tags;

namespace Komandor.Fuzzing;

/// <summary>What others say about a state: under one root only one encoding shows one thing.</summary>
internal static class StateTargets
{
    private static readonly CompactStateStore _store = Filled();

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } = [Presence(), Absence(), Chunk(), Tag("proof of a spent tag", 5, isPresent: true), Tag("proof of an unspent tag", 500, isPresent: false)];

    private static Hash256 Key(int index)
    {
        byte[] key = new byte[Hash256.SizeBytes];
        new Random(index).NextBytes(key);
        return new Hash256(key);
    }

    private static CompactStateStore Filled()
    {
        CompactStateStore store = new(new MemoryStateFiles(), "s");
        store.Commit(store.Stage([.. Enumerable.Range(0, 64).Select(index => new KeyValuePair<Hash256, byte[]?>(Key(index), [(byte)index]))]));
        return store;
    }

    private static FuzzTarget Presence() => Proof("proof of presence", Key(5), [5]);

    private static FuzzTarget Absence() => Proof("proof of absence", Key(500), null);

    private static FuzzTarget Proof(string name, Hash256 key, byte[]? value)
    {
        byte[] right = [.. _store.Prove(key).Encoded];
        return new FuzzTarget(name, [right], bytes =>
            StateProofVerifier.Verify(_store.Root, key, value, new StateProof([.. bytes])) == StateProofFault.None ? right : null);
    }

    private static FuzzTarget Chunk()
    {
        byte[] right = StateChunks.Export(_store, Key(5));
        return new FuzzTarget("state chunk", [right], bytes =>
            new StateImporter(_store.Root, _store.Version, new MemoryStateFiles(), "s").TryTake(Key(5), bytes)
                == StateChunkFault.None
                ? right
                : null);
    }

    private static FuzzTarget Tag(string name, int tag, bool isPresent)
    {
        // Few young tags, so that there are runs of several levels.
        using TagSet set = new(new MemoryStateFiles(), "tags", null, youngLimit: 8);
        for (int start = 0; start < 100; start += 5)
        {
            Invariant.Require(set.TryStage([.. Enumerable.Range(start, 5).Select(Key)], out TagStaged? staged) == TagFault.None);
            set.Commit(staged!);
        }

        Hash256 root = set.Root;
        byte[] right = set.Prove(Key(tag));
        return new FuzzTarget(name, [right], bytes => TagProofVerifier.Verify(root, Key(tag), isPresent, bytes) == TagProofFault.None ? right : null);
    }
}
