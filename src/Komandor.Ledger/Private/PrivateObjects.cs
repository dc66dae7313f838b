using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>The ids of the objects that private money keeps in the state: docs/protocol/private-money.md §4.</summary>
public static class PrivateObjects
{
    private static readonly HashDomain _domain = new("komandor.poolobj");

    /// <summary>A pool's totals.</summary>
    public static ObjectId Pool(PoolId pool) => Id("pool", pool, null, null);

    /// <summary>Note <paramref name="index"/> of a pool.</summary>
    public static ObjectId Note(PoolId pool, ulong index) => Id("note", pool, index, null);

    /// <summary>The name under which a tag or an image is among the spent ones, once it is; no object.</summary>
    public static ObjectId Tag(PoolId pool, Hash256 tag) => Id("tag", pool, null, tag);

    /// <summary>The anchor at <paramref name="height"/>.</summary>
    public static ObjectId Anchor(PoolId pool, ulong height) => Id("anchor", pool, height, null);

    /// <summary>The running hash over all of a pool that a wallet copies.</summary>
    public static ObjectId History(PoolId pool) => Id("history", pool, null, null);

    private static ObjectId Id(string kind, PoolId pool, ulong? number, Hash256? tag)
    {
        CanonicalWriter writer = new(80);
        writer.Text(kind);
        writer.Hash(pool.Value);
        if (number is { } value)
        {
            writer.UInt64(value);
        }

        if (tag is { } hash)
        {
            writer.Hash(hash);
        }

        return new ObjectId(Blake2b.Hash(_domain, writer.Written));
    }
}
