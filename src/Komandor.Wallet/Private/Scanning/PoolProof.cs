using Komandor.Primitives;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>What a certified header says of a pool: docs/protocol/private-money.md §4.</summary>
/// <param name="Height">The header's height.</param>
/// <param name="Block">Its block, the id of the anchor there, if that is one.</param>
/// <param name="History">The running hash over the pool's notes and anchors after that block.</param>
public readonly record struct PoolProof(ulong Height, BlockId Block, Hash256 History);
