using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>A body and the witnesses of its inputs: docs/protocol/ledger.md §2. Immutable; keeps its bytes.</summary>
public sealed class Transaction
{
    private Transaction(
        TransactionBody body,
        ImmutableArray<Witness> witnesses,
        PrivateProofs? proofs,
        ImmutableArray<HeaderSignature> orderSignatures,
        ReadOnlyMemory<byte> encoded,
        int witnessesSizeBytes)
    {
        Body = body;
        Witnesses = witnesses;
        Proofs = proofs;
        OrderSignatures = orderSignatures;
        Encoded = encoded;
        WitnessId = LedgerHash.WitnessTransaction(encoded.Span);
        Work = MeasureWork(witnessesSizeBytes);
    }

    /// <summary>What it does.</summary>
    public TransactionBody Body { get; }

    /// <summary>One for each input, in the order of the inputs.</summary>
    public ImmutableArray<Witness> Witnesses { get; }

    /// <summary>The proofs of the body's bundle; null without one.</summary>
    public PrivateProofs? Proofs { get; }

    /// <summary>The members' signatures of an order, each of the body's <see cref="TransactionBody.SigningHash"/>; none in any other transaction.</summary>
    public ImmutableArray<HeaderSignature> OrderSignatures { get; }

    /// <summary>The canonical encoding: the body, then the witnesses, then the proofs.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>The id: the hash of the body alone.</summary>
    public TransactionId Id => Body.Id;

    /// <summary>The hash of body and witnesses.</summary>
    public WitnessTransactionId WitnessId { get; }

    /// <summary>What processing it costs, by <see cref="WorkTable"/>.</summary>
    public ulong Work { get; }

    /// <summary>Joins a body and its witnesses.</summary>
    public static bool TryCreate(
        TransactionBody body, IReadOnlyList<Witness> witnesses, [NotNullWhen(true)] out Transaction? transaction, out LedgerFault fault) =>
        TryCreate(body, witnesses, null, out transaction, out fault);

    /// <summary>Joins a body, its witnesses and the proofs of its bundle.</summary>
    public static bool TryCreate(
        TransactionBody body,
        IReadOnlyList<Witness> witnesses,
        PrivateProofs? proofs,
        [NotNullWhen(true)] out Transaction? transaction,
        out LedgerFault fault)
    {
        CanonicalWriter writer = new(body.Encoded.Length + (witnesses.Count * 128));
        writer.Raw(body.Encoded.Span);
        foreach (Witness witness in witnesses)
        {
            witness.Write(writer);
        }

        proofs?.Write(writer, body.Bundle!.Tier);
        return TryDecode(writer.Written, out transaction, out fault);
    }

    /// <summary>Joins a body and witnesses that are known to obey the static rules.</summary>
    /// <exception cref="InvariantViolationException">They do not.</exception>
    public static Transaction Create(TransactionBody body, params IReadOnlyList<Witness> witnesses)
    {
        bool created = TryCreate(body, witnesses, out Transaction? transaction, out _);
        Invariant.Require(created);
        return transaction!;
    }

    /// <summary>Joins an order and the signatures of members.</summary>
    /// <exception cref="InvariantViolationException">The body is no order.</exception>
    public static Transaction CreateOrder(TransactionBody body, IReadOnlyList<HeaderSignature> signatures)
    {
        Invariant.Require(body.Order is not null);
        CanonicalWriter writer = new(256);
        writer.Raw(body.Encoded.Span);
        writer.VarUInt((ulong)signatures.Count);
        foreach (HeaderSignature signature in signatures)
        {
            signature.Write(writer);
        }

        bool created = TryDecode(writer.Written, out Transaction? transaction, out _);
        Invariant.Require(created);
        return transaction!;
    }

    /// <summary>Decodes untrusted bytes, all of them; rules L1 to L18, N1 to N12 and N14.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out Transaction? transaction, out LedgerFault fault)
    {
        transaction = null;
        fault = LedgerFault.None;
        if (encoded.Length > LedgerLimits.TransactionSizeBytes)
        {
            fault = LedgerFault.TooLarge;
            return false;
        }

        byte[] copy = encoded.ToArray();
        CanonicalReader reader = new(copy);
        TransactionBody? body = TransactionBody.TryRead(ref reader, copy, ref fault);
        int start = reader.Position;
        Witness[] witnesses = body is null ? [] : ReadWitnesses(ref reader, copy, body.Inputs.Length, ref fault);
        int witnessesSizeBytes = reader.Position - start;
        PrivateProofs? proofs = body?.Bundle is null || reader.Fault != EncodingFault.None
            ? null
            : PrivateProofs.Read(ref reader, copy, body.Bundle, ref fault);
        ImmutableArray<HeaderSignature> signatures = body?.Order is null ? [] : PauseOrder.ReadSignatures(ref reader);
        if (reader.TryFinish(out _))
        {
            transaction = new Transaction(
                body!, ImmutableCollectionsMarshal.AsImmutableArray(witnesses), proofs, signatures, copy, witnessesSizeBytes);
            return true;
        }

        fault = fault == LedgerFault.None ? LedgerFault.NotCanonical : fault;
        return false;
    }

    private static Witness[] ReadWitnesses(ref CanonicalReader reader, byte[] source, int count, ref LedgerFault fault)
    {
        Witness[] witnesses = new Witness[count];
        for (int index = 0; index < count; index++)
        {
            if (Witness.TryRead(ref reader, source, ref fault) is not { } witness)
            {
                return [];
            }

            witnesses[index] = witness;
        }

        return witnesses;
    }

    private ulong MeasureWork(int witnessesSizeBytes)
    {
        int keys = 0;
        foreach (TransactionOutput output in Body.Outputs)
        {
            keys += output.Lock.Root.KeyCount;
        }

        int signatures = OrderSignatures.Length;
        int preimages = 0;
        foreach (Witness witness in Witnesses)
        {
            foreach (LockOpening opening in witness.Openings)
            {
                signatures += opening.Data.Length == Signature.SizeBytes ? 1 : 0;
                preimages += opening.Data.Length == Hash256.SizeBytes ? 1 : 0;
            }
        }

        // A private fee follows from the shape alone, so its own length, and that of indices, may not count.
        int sizeBytes = Body.Bundle is null ? Encoded.Length : Body.OutputsSizeBytes + Body.Memo.Length + witnessesSizeBytes;
        ulong transparent = WorkTable.Of(sizeBytes, Body.Inputs.Length, Body.Outputs.Length, keys, signatures, preimages);
        return Body.Bundle is null ? transparent : transparent + WorkTable.OfPrivate(Body.Bundle);
    }
}
