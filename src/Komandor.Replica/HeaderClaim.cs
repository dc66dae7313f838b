using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>A member's signature of a block header, as it travels in that member's event.</summary>
/// <param name="Height">The block's height.</param>
/// <param name="Block">The block.</param>
/// <param name="Signature">The signature.</param>
internal readonly record struct HeaderClaim(ulong Height, BlockId Block, Signature Signature);
