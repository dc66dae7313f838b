using System.Collections.Immutable;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Private.Offline;

/// <summary>A note that a request asks to spend: what its owner needs to know it again without any chain.</summary>
/// <remarks>docs/protocol/private-wallet.md §9.</remarks>
internal sealed record SigningNote
{
    // Notes of a genesis are numbered through, as those of a wallet's file are.
    private const ulong MaximumOutput = PrivateLimits.MaximumOutputs * 1024;

    internal required PrivateTier Tier { get; init; }

    /// <summary>Its index in the pool.</summary>
    internal required ulong Index { get; init; }

    /// <summary>P or S.</summary>
    internal required Hash256 Key { get; init; }

    /// <summary>C.</summary>
    internal required Hash256 Commitment { get; init; }

    /// <summary>E.</summary>
    internal required Hash256 EphemeralKey { get; init; }

    internal required ulong Value { get; init; }

    /// <summary>The number of the address that was paid.</summary>
    internal required ulong AddressNumber { get; init; }

    /// <summary>The nonce of the transaction that made it.</summary>
    internal required Hash256 Nonce { get; init; }

    /// <summary>Its place among that transaction's outputs.</summary>
    internal required int Output { get; init; }

    /// <summary>Shielded: w.</summary>
    internal Scalar Weight { get; init; }

    /// <summary>Shielded: the number of its cover set.</summary>
    internal ulong Set { get; init; }

    /// <summary>Ring: the indices of the members, strictly ascending.</summary>
    internal ImmutableArray<ulong> Members { get; init; } = [];

    /// <summary>Ring: key and commitment of each member, 1,024 bytes.</summary>
    internal ReadOnlyMemory<byte> Ring { get; init; }

    /// <summary>Its place in the ring.</summary>
    internal int Place => Members.IndexOf(Index);

    internal void Write(CanonicalWriter writer)
    {
        writer.VarUInt(Index);
        writer.Hash(Key);
        writer.Hash(Commitment);
        writer.Hash(EphemeralKey);
        writer.VarUInt(Value);
        writer.VarUInt(AddressNumber);
        writer.Hash(Nonce);
        writer.VarUInt((ulong)Output);
        if (Tier == PrivateTier.Shielded)
        {
            Span<byte> weight = stackalloc byte[Scalar.SizeBytes];
            Weight.Write(weight);
            writer.Raw(weight);
            writer.VarUInt(Set);
            return;
        }

        foreach (ulong member in Members)
        {
            writer.VarUInt(member);
        }

        writer.Raw(Ring.Span);
    }

    /// <summary>Reads an untrusted note; meaningless when <paramref name="reader"/> then holds a fault.</summary>
    internal static SigningNote Read(ref CanonicalReader reader, PrivateTier tier)
    {
        SigningNote read = new()
        {
            Tier = tier,
            Index = reader.VarUInt(PrivateLimits.MaximumIndex),
            Key = reader.Hash(),
            Commitment = reader.Hash(),
            EphemeralKey = reader.Hash(),
            Value = reader.VarUInt(),
            AddressNumber = reader.VarUInt(),
            Nonce = reader.Hash(),
            Output = (int)reader.VarUInt(MaximumOutput),
        };
        if (tier == PrivateTier.Shielded)
        {
            ReadOnlySpan<byte> encoded = reader.Raw(Scalar.SizeBytes);
            Scalar weight = default;
            Require(ref reader, reader.Fault == EncodingFault.None && Scalar.TryRead(encoded, out weight) && !ScalarSpans.IsZero(weight));
            return read with { Weight = weight, Set = reader.VarUInt(PrivateLimits.MaximumIndex / PrivateLimits.SetStep) };
        }

        ulong[] members = new ulong[PrivateLimits.RingMembers];
        for (int member = 0; member < members.Length; member++)
        {
            members[member] = reader.VarUInt(PrivateLimits.MaximumIndex);
            Require(ref reader, member == 0 || members[member] > members[member - 1]);
        }

        byte[] ring = reader.Raw(RingSignature.RingSizeBytes).ToArray();
        Require(ref reader, reader.Fault == EncodingFault.None && ProofReader.ReadPoints(ring, new EdwardsPoint[2 * PrivateLimits.RingMembers]) == ProofFault.None);
        return read with { Members = [.. members], Ring = ring };
    }

    /// <summary>The note as a scan finds it, with i·E; null when E is no element.</summary>
    internal FoundNote? Find(in Scalar find)
    {
        Span<byte> encoded = stackalloc byte[Hash256.SizeBytes];
        EphemeralKey.CopyTo(encoded);
        return Ristretto255.TryRead(encoded, out EdwardsPoint ephemeral)
            ? new FoundNote(
                Tier, Index, Key, Commitment, EphemeralKey, Value, AddressNumber, Nonce, Output, default, 0, NoteMaker.Encode(ephemeral.Multiply(find)))
            : null;
    }

    /// <summary>Tells no secret: what is printed ends in logs.</summary>
    public override string ToString() => nameof(SigningNote);

    private static void Require(ref CanonicalReader reader, bool holds)
    {
        if (reader.Fault == EncodingFault.None && !holds)
        {
            reader.Fail(EncodingFault.UnknownTag);
        }
    }
}
