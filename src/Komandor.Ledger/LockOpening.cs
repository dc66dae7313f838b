namespace Komandor.Ledger;

/// <summary>What opens a leaf of a lock.</summary>
/// <param name="Leaf">The leaf's index in pre-order.</param>
/// <param name="Data">A signature of 64 bytes for a key, a preimage of 32 for a digest, nothing for a time: its opening says that the
/// witness relies on it.</param>
public readonly record struct LockOpening(int Leaf, ReadOnlyMemory<byte> Data);
