using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>An event worth creating, but for the time, the coin and the payload.</summary>
/// <param name="Creator">The member itself.</param>
/// <param name="Sequence">Its sequence.</param>
/// <param name="BirthRound">Its birth round.</param>
/// <param name="NotBefore">The earliest time that it may carry.</param>
/// <param name="SelfParent">Its self-parent.</param>
/// <param name="OtherParents">Its other-parents.</param>
public sealed record EventPlan(
    MemberId Creator,
    ulong Sequence,
    long BirthRound,
    Timestamp NotBefore,
    ParentReference? SelfParent,
    IReadOnlyList<ParentReference> OtherParents)
{
    /// <summary>Completes the plan.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="now">The clock; moved forward to <see cref="NotBefore"/> when it lags.</param>
    /// <param name="coin">64 bits from the operating system's generator: an adversary who can foresee them can stall consensus.</param>
    /// <param name="payload">What to order.</param>
    public UnsignedEvent Complete(
        ChainId chain, ShardId shard, Timestamp now, ulong coin, IReadOnlyList<ReadOnlyMemory<byte>> payload) =>
        new(chain, shard, Creator, Sequence, BirthRound, now < NotBefore ? NotBefore : now, coin, SelfParent, OtherParents, payload);
}
