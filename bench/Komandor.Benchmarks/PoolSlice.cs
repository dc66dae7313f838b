using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Benchmarks;

/// <summary>A genesis' state in memory, in which the shielded pool ends early: one genesis serves pools of several sizes.</summary>
internal sealed class PoolSlice : ILedgerState
{
    private readonly Dictionary<Hash256, byte[]> _entries;
    private readonly Hash256 _pool = PrivateObjects.Pool(PoolId.Shielded).Value;
    private readonly byte[] _ended;

    /// <summary>The state with so many notes in the shielded pool.</summary>
    internal PoolSlice(Genesis genesis, int notes)
    {
        _entries = genesis.InitialState().ToDictionary(entry => entry.Key, entry => entry.Value!);
        _ended = (PoolState.Decode(_entries[_pool]) with { Size = (ulong)notes }).Encode();
    }

    /// <inheritdoc/>
    public ulong Version => 1;

    /// <inheritdoc/>
    public Hash256 Root => Hash256.Zero;

    /// <inheritdoc/>
    public byte[]? Get(Hash256 key) => key == _pool ? _ended : _entries.GetValueOrDefault(key);

    /// <inheritdoc/>
    public bool IsSpent(ObjectId tag) => false;

    /// <inheritdoc/>
    public StateProof Prove(Hash256 key) => throw new NotSupportedException();
}
