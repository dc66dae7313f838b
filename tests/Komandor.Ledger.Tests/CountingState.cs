using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Ledger.Tests;

/// <summary>A state that counts what is read of another.</summary>
internal sealed class CountingState(ILedgerState state) : ILedgerState
{
    internal int Reads { get; private set; }

    public ulong Version => state.Version;

    public Hash256 Root => state.Root;

    public byte[]? Get(Hash256 key)
    {
        Reads++;
        return state.Get(key);
    }

    public bool IsSpent(ObjectId tag)
    {
        Reads++;
        return state.IsSpent(tag);
    }

    public StateProof Prove(Hash256 key) => state.Prove(key);
}
