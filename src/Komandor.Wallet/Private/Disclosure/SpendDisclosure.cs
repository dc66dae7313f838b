using System.Collections.Immutable;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Private.Disclosure;

/// <summary>That its maker spent an input of a transaction, without telling which note that was.</summary>
/// <remarks>docs/protocol/private-wallet.md §8.2. Shielded: knowledge of s and r of the tag. Ring: another signature with the same image, in the same ring.</remarks>
internal static class SpendDisclosure
{
    /// <summary>A proof for a shielded input.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="message">What it is bound to.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="tag">The input's tag.</param>
    /// <param name="serial">w·(s + a₂ + h).</param>
    /// <param name="secret">w·r.</param>
    internal static string Shielded(ChainId chain, string message, TransactionId transaction, Hash256 tag, in Scalar serial, in Scalar secret)
    {
        byte[] proof = RelationProver.Prove(
            RelationShape.TagSecrets, ContextOf(chain, message, transaction, tag, []), Points(chain, tag), [serial, secret],
            RandomNumberGenerator.GetBytes(SecretNonces.RandomnessSizeBytes));
        CanonicalWriter writer = new(512);
        WriteHead(writer, transaction, PrivateTier.Shielded, tag);
        writer.Raw(proof);
        return DisclosureText.Write(DisclosureKind.Spend, chain, writer.Written);
    }

    /// <summary>A proof for a ring input.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="message">What it is bound to.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="image">The input's image.</param>
    /// <param name="spend">The note, in the ring that it was spent in.</param>
    internal static string Ring(ChainId chain, string message, TransactionId transaction, Hash256 image, RingSpend spend)
    {
        Span<byte> wide = stackalloc byte[64];
        RandomNumberGenerator.Fill(wide);
        Scalar blinding = Scalar.ReadWide(wide);
        Hash256 offset = NoteMaker.Encode(Pedersen.Commit(spend.Value, blinding));
        CanonicalWriter statement = Ring(offset, spend.Members);
        RingCheck check = RingSigner.Sign(
            ContextOf(chain, message, transaction, image, statement.Written), spend.Ring, offset.ToArray(), spend.Place, spend.Key, spend.Blinding + -blinding,
            RandomNumberGenerator.GetBytes(SecretNonces.RandomnessSizeBytes));
        CanonicalWriter writer = new(1024);
        WriteHead(writer, transaction, PrivateTier.Ring, image);
        writer.Raw(statement.Written);
        writer.Raw(check.Proof.Span);
        return DisclosureText.Write(DisclosureKind.Spend, chain, writer.Written);
    }

    /// <summary>Judges a proof.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="message">The message.</param>
    /// <param name="fields">The proof's fields.</param>
    /// <param name="find">Finds the transaction.</param>
    /// <param name="ringNote">Finds a note of the ring pool.</param>
    internal static DisclosureResult Verify(
        ChainId chain, string message, byte[] fields, Func<TransactionId, CompactTransaction?> find, Func<ulong, PoolNote?> ringNote)
    {
        CanonicalReader reader = new(fields);
        TransactionId id = new(reader.Hash());
        byte tier = reader.Byte();
        Hash256 tag = reader.Hash();
        if (reader.Fault != EncodingFault.None || tier is not ((byte)PrivateTier.Ring or (byte)PrivateTier.Shielded))
        {
            return DisclosureResult.Refused(DisclosureFault.Malformed, DisclosureKind.Spend);
        }

        if (find(id) is not { } transaction || transaction.Tier != (PrivateTier)tier || !transaction.Tags.Contains(tag))
        {
            return DisclosureResult.Refused(DisclosureFault.Unknown, DisclosureKind.Spend);
        }

        DisclosureFault fault = tier == (byte)PrivateTier.Shielded
            ? VerifyShielded(chain, message, id, tag, ref reader)
            : VerifyRing(chain, message, id, tag, ref reader, ringNote);
        return fault == DisclosureFault.None
            ? new DisclosureResult(DisclosureFault.None, DisclosureKind.Spend, id, null, 0, null)
            : DisclosureResult.Refused(fault, DisclosureKind.Spend);
    }

    private static DisclosureFault VerifyShielded(ChainId chain, string message, TransactionId id, Hash256 tag, ref CanonicalReader reader)
    {
        byte[] proof = reader.Raw(RelationShape.TagSecrets.ProofSizeBytes).ToArray();
        return !reader.TryFinish(out _) ? DisclosureFault.Malformed
            : new RelationVerifier().Verify(new RelationCheck(RelationShape.TagSecrets, ContextOf(chain, message, id, tag, []), Points(chain, tag), proof))
                != ProofFault.None ? DisclosureFault.Proof
            : DisclosureFault.None;
    }

    private static DisclosureFault VerifyRing(
        ChainId chain, string message, TransactionId id, Hash256 image, ref CanonicalReader reader, Func<ulong, PoolNote?> ringNote)
    {
        Hash256 offset = reader.Hash();
        byte[] ring = new byte[RingSignature.RingSizeBytes];
        ulong[] members = new ulong[PrivateLimits.RingMembers];
        bool isKnown = true;
        for (int member = 0; member < members.Length; member++)
        {
            members[member] = reader.VarUInt();
            if (reader.Fault == EncodingFault.None && ringNote(members[member]) is { } note)
            {
                note.Key.CopyTo(ring.AsSpan(2 * member * Hash256.SizeBytes));
                note.Commitment.CopyTo(ring.AsSpan(((2 * member) + 1) * Hash256.SizeBytes));
            }
            else
            {
                isKnown = false;
            }
        }

        byte[] proof = reader.Raw(RingSignature.SizeBytes).ToArray();
        if (!reader.TryFinish(out _))
        {
            return DisclosureFault.Malformed;
        }

        if (!isKnown)
        {
            return DisclosureFault.Unknown;
        }

        Hash256 context = ContextOf(chain, message, id, image, Ring(offset, [.. members]).Written);
        ProofFault[] faults = new ProofFault[1];
        new RingVerifier().VerifyBatch([new RingCheck(context, ring, image.ToArray(), offset.ToArray(), proof)], faults);
        return faults[0] == ProofFault.None ? DisclosureFault.None : DisclosureFault.Proof;
    }

    private static CanonicalWriter Ring(Hash256 offset, ImmutableArray<ulong> members)
    {
        CanonicalWriter writer = new(256);
        writer.Hash(offset);
        foreach (ulong member in members)
        {
            writer.VarUInt(member);
        }

        return writer;
    }

    private static void WriteHead(CanonicalWriter writer, TransactionId transaction, PrivateTier tier, Hash256 tag)
    {
        writer.Hash(transaction.Value);
        writer.Byte((byte)tier);
        writer.Hash(tag);
    }

    private static byte[] Points(ChainId chain, Hash256 tag) =>
        [.. tag.ToArray(), .. NoteMaker.Encode(Generators.TagBase(chain, PoolId.Shielded.Value)).ToArray()];

    private static Hash256 ContextOf(ChainId chain, string message, TransactionId id, Hash256 tag, ReadOnlySpan<byte> ring)
    {
        CanonicalWriter writer = new(256);
        writer.Hash(id.Value);
        writer.Hash(tag);
        writer.Raw(ring);
        return DisclosureText.Context(DisclosureKind.Spend, chain, message, writer.Written);
    }
}
