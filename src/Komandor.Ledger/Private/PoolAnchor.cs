using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>A pool as it stood after the block of an anchor: docs/protocol/private-money.md §3.</summary>
/// <param name="Height">The anchor's height.</param>
/// <param name="Size">The notes of the pool then.</param>
/// <param name="Block">The id of the block.</param>
public readonly record struct PoolAnchor(ulong Height, ulong Size, BlockId Block)
{
    internal static PoolAnchor Decode(byte[] value, ulong height)
    {
        CanonicalReader reader = new(value);
        Invariant.Require(reader.Byte() == (byte)ObjectType.System);
        PoolAnchor anchor = new(height, reader.UInt64(), new BlockId(reader.Hash()));
        Invariant.Require(reader.TryFinish(out _));
        return anchor;
    }

    internal byte[] Encode()
    {
        CanonicalWriter writer = new(48);
        writer.Byte((byte)ObjectType.System);
        writer.UInt64(Size);
        writer.Hash(Block.Value);
        return writer.ToArray();
    }
}
