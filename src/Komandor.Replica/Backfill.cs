using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Replica;

/// <summary>The blocks that are still to be fetched below a learned state, from the highest down.</summary>
/// <param name="Height">The next one.</param>
/// <param name="Block">Its id, which the block above it names.</param>
/// <param name="Lowest">The last one.</param>
internal sealed record Backfill(ulong Height, BlockId Block, ulong Lowest)
{
    /// <summary>What is left to do; null when nothing is.</summary>
    public static Backfill? Read(IKeyValueStore store)
    {
        if (store.Get(StoreKeys.Backfill) is not byte[] encoded)
        {
            return null;
        }

        CanonicalReader reader = new(encoded);
        Backfill read = new(reader.UInt64(), new BlockId(reader.Hash()), reader.UInt64());
        Invariant.Require(reader.TryFinish(out _));
        return read;
    }

    /// <summary>Remembers <paramref name="backfill"/>; null forgets it.</summary>
    public static void Put(KeyValueBatch batch, Backfill? backfill)
    {
        if (backfill is null)
        {
            batch.Delete(StoreKeys.Backfill);
            return;
        }

        CanonicalWriter writer = new();
        writer.UInt64(backfill.Height);
        writer.Hash(backfill.Block.Value);
        writer.UInt64(backfill.Lowest);
        batch.Put(StoreKeys.Backfill, writer.ToArray());
    }
}
