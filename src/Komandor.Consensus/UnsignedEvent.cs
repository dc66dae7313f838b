using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>The body of an event: docs/protocol/hashgraph.md §1.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Shard">The shard, whose hashgraph this is.</param>
/// <param name="Creator">Who creates it.</param>
/// <param name="Sequence">The self-parent's sequence plus 1; 0 without one.</param>
/// <param name="BirthRound">The round that was being elected when it was created; at least 1.</param>
/// <param name="CreatedAt">The creator's clock; later than the self-parent's.</param>
/// <param name="Coin">64 random bits; bit 0 is the vote in a coin round.</param>
/// <param name="SelfParent">The creator's event before it; none for its first.</param>
/// <param name="OtherParents">At most 15, by other members, ascending by creator.</param>
/// <param name="Payload">Byte strings that consensus orders and does not read.</param>
public sealed record UnsignedEvent(
    ChainId Chain,
    ShardId Shard,
    MemberId Creator,
    ulong Sequence,
    long BirthRound,
    Timestamp CreatedAt,
    ulong Coin,
    ParentReference? SelfParent,
    IReadOnlyList<ParentReference> OtherParents,
    IReadOnlyList<ReadOnlyMemory<byte>> Payload)
{
    /// <summary>Encodes, hashes and signs the body.</summary>
    /// <exception cref="ArgumentException">The body breaks a rule, so that nobody would accept it.</exception>
    public SignedEvent Sign(SigningKey key)
    {
        byte[] body = Encode();
        Signature signature = key.Sign(SignedEvent.SigningHash(SignedEvent.IdOf(body)));
        return Attach(body, signature);
    }

    /// <summary>Attaches a signature that was made elsewhere, or none that verifies: whoever trusts the event decides.</summary>
    /// <exception cref="ArgumentException">The body breaks a rule.</exception>
    public SignedEvent Attach(Signature signature) => Attach(Encode(), signature);

    private static SignedEvent Attach(byte[] body, Signature signature)
    {
        byte[] encoded = new byte[body.Length + Signature.SizeBytes];
        body.CopyTo(encoded, 0);
        signature.CopyTo(encoded.AsSpan(body.Length));
        return SignedEvent.TryDecode(encoded, out SignedEvent? signed, out EventFault fault)
            ? signed
            : throw new ArgumentException($"The event breaks a rule: {fault}.");
    }

    private byte[] Encode()
    {
        CanonicalWriter writer = new(512);
        writer.Byte(EventLimits.Version);
        writer.Hash(Chain.Value);
        writer.UInt16(Shard.Value);
        writer.UInt32(Creator.Value);
        writer.UInt64(Sequence);
        writer.UInt64((ulong)BirthRound);
        writer.Time(CreatedAt);
        writer.UInt64(Coin);
        writer.Boolean(SelfParent is not null);
        if (SelfParent is ParentReference self)
        {
            writer.Hash(self.Id.Value);
            writer.UInt64((ulong)self.BirthRound);
        }

        writer.VarUInt((ulong)OtherParents.Count);
        foreach (ParentReference parent in OtherParents)
        {
            writer.UInt32(parent.Creator.Value);
            writer.Hash(parent.Id.Value);
            writer.UInt64((ulong)parent.BirthRound);
        }

        writer.VarUInt((ulong)Payload.Count);
        foreach (ReadOnlyMemory<byte> item in Payload)
        {
            writer.Bytes(item.Span);
        }

        return writer.ToArray();
    }
}
