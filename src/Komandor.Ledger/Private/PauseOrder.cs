using System.Collections.Immutable;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>An order of the members to pause a pool for 14 days, the third version of a body: docs/protocol/private-money.md §6.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Pauses">How often it was paused before: each order takes effect once.</param>
public sealed record PauseOrder(PoolId Pool, ulong Pauses)
{
    /// <summary>The body that members sign: <see cref="OrderSignatures.Sign"/>.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="shard">The pool's shard.</param>
    /// <param name="validUntil">The latest time of a block that may execute it.</param>
    public TransactionBody Build(ChainId chain, ShardId shard, Timestamp validUntil)
    {
        CanonicalWriter writer = new(128);
        writer.Byte(TransactionBody.OrderVersion);
        writer.Hash(chain.Value);
        writer.UInt16(shard.Value);
        writer.Hash(Pool.Value);
        writer.VarUInt(Pauses);
        writer.Time(validUntil);
        bool built = TransactionBody.TryDecode(writer.Written, out TransactionBody? body, out _);
        Invariant.Require(built);
        return body!;
    }

    internal static PauseOrder Read(ref CanonicalReader reader, ref LedgerFault fault)
    {
        PauseOrder order = new(new PoolId(reader.Hash()), reader.VarUInt(PrivateLimits.MaximumIndex));
        ReaderRules.Refuse(order.Pool != PoolId.Ring && order.Pool != PoolId.Shielded, LedgerFault.UnknownPool, ref reader, ref fault);
        return order;
    }

    /// <summary>Reads the members' signatures of an order; their weight is judged when a block executes it.</summary>
    internal static ImmutableArray<HeaderSignature> ReadSignatures(ref CanonicalReader reader)
    {
        int count = reader.Count(Roster.MaximumMembers, HeaderSignature.SizeBytes);
        ImmutableArray<HeaderSignature>.Builder signatures = ImmutableArray.CreateBuilder<HeaderSignature>(count);
        for (int index = 0; index < count; index++)
        {
            signatures.Add(HeaderSignature.Read(ref reader));
        }

        return signatures.MoveToImmutable();
    }
}
