using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Replica.Indexes;

/// <summary>Which state a member's secondary indexes follow, and how far they are: the entry <c>M i</c> of docs/protocol/store.md.</summary>
/// <param name="Phase">What is being done.</param>
/// <param name="IsOddPlace">In which place the state lies.</param>
/// <param name="Version">The state's version.</param>
/// <param name="Next">While walking, the first key that has no terms yet.</param>
internal sealed record IndexProgress(IndexPhase Phase, bool IsOddPlace, ulong Version, Hash256 Next)
{
    /// <summary>What <paramref name="store"/> says; null when it has no indexes.</summary>
    public static IndexProgress? Read(IKeyValueStore store)
    {
        if (store.Get(StoreKeys.IndexProgress) is not byte[] encoded)
        {
            return null;
        }

        CanonicalReader reader = new(encoded);
        IndexProgress read = new((IndexPhase)reader.Byte(), reader.Byte() == 1, reader.UInt64(), reader.Hash());
        Invariant.Require(reader.TryFinish(out _) && read.Phase <= IndexPhase.Whole);
        return read;
    }

    /// <summary>Adds it to <paramref name="batch"/>.</summary>
    public void Put(KeyValueBatch batch)
    {
        CanonicalWriter writer = new(48);
        writer.Byte((byte)Phase);
        writer.Byte(IsOddPlace ? (byte)1 : (byte)0);
        writer.UInt64(Version);
        writer.Hash(Next);
        batch.Put(StoreKeys.IndexProgress, writer.ToArray());
    }
}
