using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>A body and the witnesses of its inputs: docs/protocol/ledger.md §2. Immutable; keeps its bytes.</summary>
public sealed class Transaction
{
    private Transaction(TransactionBody body, ImmutableArray<Witness> witnesses, ReadOnlyMemory<byte> encoded)
    {
        Body = body;
        Witnesses = witnesses;
        Encoded = encoded;
        WitnessId = LedgerHash.WitnessTransaction(encoded.Span);
        Work = MeasureWork(body, witnesses, encoded.Length);
    }

    /// <summary>What it does.</summary>
    public TransactionBody Body { get; }

    /// <summary>One for each input, in the order of the inputs.</summary>
    public ImmutableArray<Witness> Witnesses { get; }

    /// <summary>The canonical encoding: the body, then the witnesses.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>The id: the hash of the body alone.</summary>
    public TransactionId Id => Body.Id;

    /// <summary>The hash of body and witnesses.</summary>
    public WitnessTransactionId WitnessId { get; }

    /// <summary>What processing it costs, by <see cref="WorkTable"/>.</summary>
    public ulong Work { get; }

    /// <summary>Joins a body and its witnesses.</summary>
    public static bool TryCreate(
        TransactionBody body, IReadOnlyList<Witness> witnesses, [NotNullWhen(true)] out Transaction? transaction, out LedgerFault fault)
    {
        CanonicalWriter writer = new(body.Encoded.Length + (witnesses.Count * 128));
        writer.Raw(body.Encoded.Span);
        foreach (Witness witness in witnesses)
        {
            witness.Write(writer);
        }

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

    /// <summary>Decodes untrusted bytes, all of them; rules L1 to L18.</summary>
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
        Witness[] witnesses = body is null ? [] : ReadWitnesses(ref reader, copy, body.Inputs.Length, ref fault);
        if (reader.TryFinish(out _))
        {
            transaction = new Transaction(body!, ImmutableCollectionsMarshal.AsImmutableArray(witnesses), copy);
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

    private static ulong MeasureWork(TransactionBody body, ImmutableArray<Witness> witnesses, int sizeBytes)
    {
        int keys = 0;
        foreach (TransactionOutput output in body.Outputs)
        {
            keys += output.Lock.Root.KeyCount;
        }

        int signatures = 0;
        int preimages = 0;
        foreach (Witness witness in witnesses)
        {
            foreach (LockOpening opening in witness.Openings)
            {
                signatures += opening.Data.Length == Signature.SizeBytes ? 1 : 0;
                preimages += opening.Data.Length == Hash256.SizeBytes ? 1 : 0;
            }
        }

        return WorkTable.Of(sizeBytes, body.Inputs.Length, body.Outputs.Length, keys, signatures, preimages);
    }
}
