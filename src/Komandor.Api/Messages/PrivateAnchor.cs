using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>An anchor of a pool.</summary>
/// <param name="Height">Its height.</param>
/// <param name="Size">The notes of the pool after that block.</param>
/// <param name="BlockId">The id of the block.</param>
public sealed record PrivateAnchor(
    ulong Height,
    ulong Size,
    BlockId BlockId);
