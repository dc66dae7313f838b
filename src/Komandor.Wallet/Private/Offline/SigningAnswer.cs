using System.Collections.Immutable;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Offline;

/// <summary>What the machine with the secrets gives back: for each note of the request what shows that its owner spends it.</summary>
/// <remarks>docs/protocol/private-wallet.md §9. Nothing in it is secret once the payment is made.</remarks>
/// <param name="Chain">The chain.</param>
/// <param name="Request">The name of the request.</param>
/// <param name="Transaction">The transaction that was signed.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="Recovery">Ring: what the payer sealed to itself, which an incoming view key cannot make. Empty otherwise.</param>
/// <param name="Images">Ring: the notes' images, in the order of the request. Empty otherwise.</param>
/// <param name="Proofs">The ring signatures, or the proofs of komandor.spend.1, in the order of the request.</param>
internal sealed record SigningAnswer(
    ChainId Chain,
    Hash256 Request,
    TransactionId Transaction,
    PrivateTier Tier,
    ReadOnlyMemory<byte> Recovery,
    ImmutableArray<Hash256> Images,
    ImmutableArray<ReadOnlyMemory<byte>> Proofs)
{
    /// <summary>Reads what somebody carried here: the text, or its parts.</summary>
    internal static OfflineFault TryRead(string? text, out SigningAnswer? answer)
    {
        answer = null;
        OfflineFault fault = OfflineText.TryRead(OfflineKind.Answer, text, out byte[] bytes);
        if (fault != OfflineFault.None)
        {
            return fault;
        }

        CanonicalReader reader = new(bytes);
        SigningAnswer read = Read(ref reader);
        if (!reader.TryFinish(out _) || read.Tier is not (PrivateTier.Ring or PrivateTier.Shielded))
        {
            return OfflineFault.Malformed;
        }

        answer = read;
        return OfflineFault.None;
    }

    /// <summary>The bytes that are carried.</summary>
    internal byte[] Encode()
    {
        CanonicalWriter writer = new(1024);
        writer.Hash(Chain.Value);
        writer.Hash(Request);
        writer.Hash(Transaction.Value);
        writer.Byte((byte)Tier);
        writer.Raw(Recovery.Span);
        writer.VarUInt((ulong)Proofs.Length);
        for (int note = 0; note < Proofs.Length; note++)
        {
            if (Tier == PrivateTier.Ring)
            {
                writer.Hash(Images[note]);
            }

            writer.Raw(Proofs[note].Span);
        }

        return writer.ToArray();
    }

    private static SigningAnswer Read(ref CanonicalReader reader)
    {
        ChainId chain = new(reader.Hash());
        Hash256 request = reader.Hash();
        TransactionId transaction = new(reader.Hash());
        PrivateTier tier = (PrivateTier)reader.Byte();
        bool isRing = tier == PrivateTier.Ring;
        byte[] recovery = isRing ? reader.Raw(PrivateLimits.RecoverySizeBytes).ToArray() : [];
        int count = reader.Count(isRing ? PrivateLimits.RingInputs : PrivateLimits.ShieldedInputs, Hash256.SizeBytes);
        List<Hash256> images = [];
        List<ReadOnlyMemory<byte>> proofs = [];
        for (int note = 0; note < count; note++)
        {
            if (isRing)
            {
                images.Add(reader.Hash());
            }

            proofs.Add(reader.Raw(isRing ? RingSignature.SizeBytes : RelationShape.SpendInput.ProofSizeBytes).ToArray());
        }

        return new SigningAnswer(chain, request, transaction, tier, recovery, [.. images], [.. proofs]);
    }
}
