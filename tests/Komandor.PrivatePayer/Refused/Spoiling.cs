using System.Numerics;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.PrivatePayer.Refused;

/// <summary>Changes what an honest transaction says, with or without its proofs being made again.</summary>
internal static class Spoiling
{
    /// <summary>ℓ, the order of the group.</summary>
    internal static readonly BigInteger Order =
        BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A draft that says what a body says.</summary>
    internal static TransactionDraft DraftOf(Transaction transaction) => new()
    {
        ChainId = transaction.Body.ChainId,
        Shard = transaction.Body.Shard,
        Inputs = transaction.Body.Inputs,
        Outputs = transaction.Body.Outputs,
        Fee = transaction.Body.Fee,
        ValidFrom = transaction.Body.ValidFrom,
        ValidUntil = transaction.Body.ValidUntil,
        Memo = transaction.Body.Memo,
        Bundle = transaction.Body.Bundle,
    };

    /// <summary>The bytes of a draft, which need not obey any rule, before the witnesses and proofs of a transaction.</summary>
    internal static byte[] Under(TransactionDraft draft, Transaction proven)
    {
        CanonicalWriter writer = new();
        draft.Write(writer);
        writer.Raw(proven.Encoded.Span[proven.Body.Encoded.Length..]);
        return writer.ToArray();
    }

    /// <summary>The same for another bundle alone.</summary>
    internal static byte[] Under(PrivateBundle bundle, Transaction proven) => Under(DraftOf(proven) with { Bundle = bundle }, proven);

    /// <summary>A transaction's bytes with others at a place, counted from the end if negative.</summary>
    internal static byte[] With(Transaction transaction, int place, ReadOnlySpan<byte> bytes)
    {
        byte[] changed = transaction.Encoded.ToArray();
        bytes.CopyTo(changed.AsSpan(place < 0 ? changed.Length + place : place));
        return changed;
    }

    /// <summary>A transaction with its scalar at a place changed by a number, modulo ℓ or not.</summary>
    internal static byte[] Shift(Transaction transaction, int place, BigInteger added, bool isReduced = true)
    {
        BigInteger scalar = new BigInteger(transaction.Encoded.Span.Slice(place, 32), isUnsigned: true) + added;
        scalar = isReduced ? (scalar + Order) % Order : scalar;
        byte[] bytes = new byte[32];
        Invariant.Require(scalar.TryWriteBytes(bytes, out _, isUnsigned: true));
        return With(transaction, place, bytes);
    }

    /// <summary>Where the proof that a rule judges begins and ends in a transaction without witnesses: of its first input, or of all outputs.</summary>
    internal static Range PlaceOf(Transaction transaction, LedgerFault proof)
    {
        int first = transaction.Body.Encoded.Length + (transaction.Body.Bundle!.Tier == PrivateTier.Shielded ? 1 : 0);
        int hiding = transaction.Proofs!.Inputs[0].Hiding.Length;
        return proof switch
        {
            LedgerFault.RingSignature or LedgerFault.MembershipProof => first..(first + hiding),
            LedgerFault.SpendProof => (first + hiding)..(first + hiding + transaction.Proofs.Inputs[0].Spend.Length),
            _ => (transaction.Encoded.Length - transaction.Proofs.Range.Length)..transaction.Encoded.Length,
        };
    }

    /// <summary>The proofs that a tier has.</summary>
    internal static LedgerFault[] ProofsOf(Transaction transaction) => transaction.Body.Bundle!.Tier == PrivateTier.Ring
        ? [LedgerFault.RingSignature, LedgerFault.RangeProof]
        : [LedgerFault.SpendProof, LedgerFault.RangeProof, LedgerFault.MembershipProof];
}
