using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Ledger.Private;

/// <summary>A pool's public figures: docs/protocol/private-money.md §4.</summary>
/// <param name="Total">What entered less what left and was paid in fees, in units of KMCC.</param>
/// <param name="Size">The number of its notes.</param>
/// <param name="PausedUntil">Until then only what leaves it is executed.</param>
/// <param name="Pauses">How often it was paused.</param>
public readonly record struct PoolState(ulong Total, ulong Size, Timestamp PausedUntil, ulong Pauses)
{
    /// <summary>The pool in <paramref name="state"/>; all zero before its first note and order.</summary>
    public static PoolState Read(IStateReader state, PoolId pool) => Decode(state.Get(PrivateObjects.Pool(pool).Value));

    internal static PoolState Decode(byte[]? value)
    {
        if (value is null)
        {
            return default;
        }

        CanonicalReader reader = new(value);
        Invariant.Require(reader.Byte() == (byte)ObjectType.System);
        PoolState pool = new(reader.UInt64(), reader.UInt64(), reader.Time(), reader.UInt64());
        Invariant.Require(reader.TryFinish(out _));
        return pool;
    }

    internal byte[] Encode()
    {
        CanonicalWriter writer = new(40);
        writer.Byte((byte)ObjectType.System);
        writer.UInt64(Total);
        writer.UInt64(Size);
        writer.Time(PausedUntil);
        writer.UInt64(Pauses);
        return writer.ToArray();
    }
}
