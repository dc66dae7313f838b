using Komandor.Consensus;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Replica;

/// <summary>The consensus snapshot in a member's store, and its hash in the state: rule GB2 of docs/protocol/gossip.md.</summary>
internal static class StoredSnapshot
{
    private static readonly HashDomain SnapshotDomain = new("komandor.snap");
    private static readonly HashDomain KeyDomain = new("komandor.snapkey");

    /// <summary>The key of the system object that holds the hash of the newest block's consensus snapshot.</summary>
    public static Hash256 StateKey { get; } = Blake2b.Hash(KeyDomain, []);

    /// <summary>The snapshot's encoding.</summary>
    public static byte[] Encode(ConsensusSnapshot snapshot)
    {
        CanonicalWriter writer = new();
        snapshot.Write(writer);
        return writer.ToArray();
    }

    /// <summary>The value of the system object.</summary>
    public static byte[] StateValue(ReadOnlySpan<byte> encodedSnapshot) =>
        SystemObjects.Encode(Blake2b.Hash(SnapshotDomain, encodedSnapshot).ToArray());

    /// <summary>The newest saved snapshot; the chain's beginning when there is none.</summary>
    public static ConsensusSnapshot Read(IKeyValueStore store)
    {
        return store.Get(StoreKeys.Snapshot) is byte[] encoded ? Decode(encoded) : ConsensusSnapshot.Genesis;
    }

    /// <summary>A snapshot that was stored.</summary>
    public static ConsensusSnapshot Decode(byte[] encoded)
    {
        CanonicalReader reader = new(encoded);
        Invariant.Require(ConsensusSnapshot.TryRead(ref reader, out ConsensusSnapshot? snapshot));
        return snapshot!;
    }
}
