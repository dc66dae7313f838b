using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Private.Disclosure;

/// <summary>That an output paid an address: the point that payer and recipient share, with a proof that it is theirs.</summary>
/// <remarks>docs/protocol/private-wallet.md §8.1. Either can make it. Whoever reads it can open that one output and its memo, and nothing else.</remarks>
internal static class PaymentDisclosure
{
    private const byte ByPayer = 0;
    private const byte ByRecipient = 1;

    /// <summary>A proof by the payer.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="message">What it is bound to.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="output">The paid output.</param>
    /// <param name="to">The paid address.</param>
    /// <param name="ephemeral">eⱼ.</param>
    internal static string ByPayerOf(ChainId chain, string message, CompactTransaction transaction, int output, PrivateAddress to, in Scalar ephemeral) =>
        Make(chain, message, transaction, output, to, ByPayer, NoteMaker.Read(to.FindKey), ephemeral);

    /// <summary>A proof by the recipient.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="message">What it is bound to.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="output">The paid output.</param>
    /// <param name="to">The paid address.</param>
    /// <param name="find">i.</param>
    internal static string ByRecipientOf(ChainId chain, string message, CompactTransaction transaction, int output, PrivateAddress to, in Scalar find) =>
        Make(chain, message, transaction, output, to, ByRecipient, NoteMaker.Read(transaction.Outputs[output].Output.EphemeralKey), find);

    /// <summary>Judges a proof against the transaction that it names; null when there is none.</summary>
    internal static DisclosureResult Verify(
        ChainId chain, string prefix, string message, byte[] fields, Func<TransactionId, CompactTransaction?> find)
    {
        CanonicalReader reader = new(fields);
        TransactionId id = new(reader.Hash());
        int output = (int)reader.VarUInt(PrivateLimits.MaximumOutputs);
        string text = reader.Text(1023);
        byte by = reader.Byte();
        Hash256 shared = reader.Hash();
        byte[] proof = reader.Raw(RelationShape.EqualBetween.ProofSizeBytes).ToArray();
        if (!reader.TryFinish(out _) || by > ByRecipient || !PrivateAddress.TryParse(text, prefix, out PrivateAddress? to, out _))
        {
            return DisclosureResult.Refused(DisclosureFault.Malformed, DisclosureKind.Payment);
        }

        if (find(id) is not { } transaction || output >= transaction.Outputs.Length)
        {
            return DisclosureResult.Refused(DisclosureFault.Unknown, DisclosureKind.Payment);
        }

        PrivateOutput made = transaction.Outputs[output].Output;
        RelationCheck check = new(
            RelationShape.EqualBetween, ContextOf(chain, message, id, output, to), Points(made.EphemeralKey, to, by, shared), proof);
        if (new RelationVerifier().Verify(check) != ProofFault.None)
        {
            return DisclosureResult.Refused(DisclosureFault.Proof, DisclosureKind.Payment);
        }

        return Open(transaction, output, to, shared) is { } opened
            ? new DisclosureResult(DisclosureFault.None, DisclosureKind.Payment, id, text, opened.Value, opened.Memo)
            : DisclosureResult.Refused(DisclosureFault.Disagrees, DisclosureKind.Payment);
    }

    private static (ulong Value, string Memo)? Open(CompactTransaction transaction, int output, PrivateAddress to, Hash256 shared)
    {
        PrivateOutput made = transaction.Outputs[output].Output;
        using NoteSecrets secrets = NoteSecrets.Of(made.EphemeralKey, shared.ToArray(), transaction.Nonce, output);
        ulong value = secrets.OpenValue(made.SealedValue.Span).Value;
        bool agrees = NoteMaker.KeyOf(to, transaction.Tier, secrets) == made.Key
            && NoteMaker.Encode(Pedersen.Commit(value, secrets.Blinding(PoolId.Of(transaction.Tier)))) == made.Commitment;
        byte[]? memo = transaction.SealedMemo.Length > NoteCipher.OverheadSizeBytes ? secrets.OpenMemo(transaction.SealedMemo.Span, transaction.Nonce) : null;
        return agrees ? (value, memo is null ? string.Empty : PrivateMemo.Decode(memo)) : null;
    }

    private static string Make(
        ChainId chain, string message, CompactTransaction transaction, int output, PrivateAddress to, byte by, in EdwardsPoint other, in Scalar secret)
    {
        PrivateOutput made = transaction.Outputs[output].Output;
        Hash256 shared = NoteMaker.Encode(other.Multiply(secret));
        byte[] proof = RelationProver.Prove(
            RelationShape.EqualBetween, ContextOf(chain, message, transaction.Id, output, to), Points(made.EphemeralKey, to, by, shared), [secret],
            RandomNumberGenerator.GetBytes(SecretNonces.RandomnessSizeBytes));
        CanonicalWriter writer = new(512);
        writer.Hash(transaction.Id.Value);
        writer.VarUInt((ulong)output);
        writer.Text(to.ToString());
        writer.Byte(by);
        writer.Hash(shared);
        writer.Raw(proof);
        return DisclosureText.Write(DisclosureKind.Payment, chain, writer.Written);
    }

    // The payer shows E = e·G_d and X = e·Q₁; the recipient Q₁ = i·G_d and X = i·E.
    private static byte[] Points(Hash256 ephemeralKey, PrivateAddress to, byte by, Hash256 shared)
    {
        Hash256 root = NoteMaker.Encode(to.Base);
        return by == ByPayer
            ? [.. ephemeralKey.ToArray(), .. root.ToArray(), .. shared.ToArray(), .. to.FindKey.ToArray()]
            : [.. to.FindKey.ToArray(), .. root.ToArray(), .. shared.ToArray(), .. ephemeralKey.ToArray()];
    }

    private static Hash256 ContextOf(ChainId chain, string message, TransactionId id, int output, PrivateAddress to)
    {
        CanonicalWriter writer = new(256);
        writer.Hash(id.Value);
        writer.VarUInt((ulong)output);
        writer.Raw(to.Encode());
        return DisclosureText.Context(DisclosureKind.Payment, chain, message, writer.Written);
    }
}
