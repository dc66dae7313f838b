using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>What is private in a block.</summary>
/// <param name="Height">Its height.</param>
/// <param name="Id">Its id: the weight of notes hangs on it where the height is an anchor's.</param>
/// <param name="Time">Its consensus timestamp.</param>
/// <param name="Transactions">Its transactions with a private part, in order; the notes of a pool are numbered in this order.</param>
public sealed record PrivateBlock(
    ulong Height,
    BlockId Id,
    Timestamp Time,
    IReadOnlyList<PrivateTransaction> Transactions);
