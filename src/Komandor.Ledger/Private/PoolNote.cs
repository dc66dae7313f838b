using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Ledger.Private;

/// <summary>A note as the state keeps it: docs/protocol/private-money.md §4.</summary>
/// <param name="Key">P or S.</param>
/// <param name="Commitment">C.</param>
/// <param name="Height">The block that made it; zero for the genesis.</param>
public readonly record struct PoolNote(Hash256 Key, Hash256 Commitment, ulong Height)
{
    /// <summary>Note <paramref name="index"/> of a pool, which has it.</summary>
    public static PoolNote Read(IStateReader state, PoolId pool, ulong index)
    {
        byte[]? value = state.Get(PrivateObjects.Note(pool, index).Value);
        Invariant.Require(value is not null);
        CanonicalReader reader = new(value);
        Invariant.Require(reader.Byte() == (byte)ObjectType.System);
        PoolNote note = new(reader.Hash(), reader.Hash(), reader.UInt64());
        Invariant.Require(reader.TryFinish(out _));
        return note;
    }

    internal byte[] Encode()
    {
        CanonicalWriter writer = new(80);
        writer.Byte((byte)ObjectType.System);
        writer.Hash(Key);
        writer.Hash(Commitment);
        writer.UInt64(Height);
        return writer.ToArray();
    }
}
