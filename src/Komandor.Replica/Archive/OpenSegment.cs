using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Replica.Archive;

/// <summary>The run of blocks that is not closed yet, as the state counts it: docs/protocol/archive.md, AR1.</summary>
/// <param name="Number">Its number, which is how many are closed.</param>
/// <param name="First">Its lowest block.</param>
/// <param name="SizeBytes">The bytes of its blocks' encodings without that of the newest block, whose state this stands in.</param>
public sealed record OpenSegment(ulong Number, ulong First, ulong SizeBytes)
{
    /// <summary>The key of its object in the state.</summary>
    public static Hash256 StateKey { get; } = LedgerHash.SystemObject("archive").Value;

    /// <summary>The open segment in <paramref name="state"/>; the genesis belongs to none.</summary>
    public static OpenSegment Read(IStateReader state)
    {
        if (state.Get(StateKey) is not byte[] value)
        {
            return new OpenSegment(0, 1, 0);
        }

        CanonicalReader reader = new(value);
        Invariant.Require(reader.Byte() == (byte)ObjectType.System);
        OpenSegment read = new(reader.VarUInt(), reader.VarUInt(), reader.VarUInt());
        Invariant.Require(reader.TryFinish(out _));
        return read;
    }

    /// <summary>The value of its object in the state.</summary>
    internal byte[] StateValue()
    {
        CanonicalWriter writer = new(32);
        writer.VarUInt(Number);
        writer.VarUInt(First);
        writer.VarUInt(SizeBytes);
        return SystemObjects.Encode(writer.Written);
    }
}
