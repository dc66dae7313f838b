using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>What a transaction will cost, before it is signed.</summary>
/// <param name="Work">Its work, by <see cref="WorkTable"/>.</param>
/// <param name="Fee">The least fee, in units of KMCC; with a private part the only one.</param>
/// <param name="SizeBytes">Its encoded size.</param>
public readonly record struct FeeQuote(ulong Work, ulong Fee, int SizeBytes)
{
    /// <summary>The least fee of <paramref name="draft"/>, whose own fee is ignored, opened as <paramref name="witnesses"/> say.</summary>
    /// <param name="draft">With outputs whose amounts may still change by little: the quote holds while their encoded sizes do.</param>
    /// <param name="witnesses">One for each input.</param>
    /// <param name="workPrice">Units of KMCC for one unit of work.</param>
    public static FeeQuote Of(TransactionDraft draft, IReadOnlyList<WitnessShape> witnesses, ulong workPrice)
    {
        CanonicalWriter writer = new(512);
        (draft with { Fee = 0 }).Write(writer);
        int sizeBytes = writer.SizeBytes;
        int signatures = 0;
        int preimages = 0;
        foreach (WitnessShape witness in witnesses)
        {
            sizeBytes += witness.Lock.Encoded.Length + CanonicalWriter.VarUIntSizeBytes((ulong)witness.Leaves.Count);
            foreach (int leaf in witness.Leaves)
            {
                LockKind kind = LockKeys.Leaf(witness.Lock.Root, leaf).Kind;
                sizeBytes += 1 + Witness.OpeningSizeBytes(kind);
                signatures += kind == LockKind.Key ? 1 : 0;
                preimages += kind == LockKind.Sha256 ? 1 : 0;
            }
        }

        int keys = 0;
        foreach (TransactionOutput output in draft.Outputs)
        {
            keys += output.Lock.Root.KeyCount;
        }

        if (draft.Bundle is { } bundle)
        {
            return OfPrivate(draft, bundle, sizeBytes - writer.SizeBytes, keys, signatures, preimages, workPrice, sizeBytes);
        }

        // The fee's own size may lengthen the encoding by a chunk, which raises the fee: it settles at once or after another turn.
        FeeQuote quote = new(0, 0, sizeBytes);
        while (true)
        {
            int size = sizeBytes + CanonicalWriter.VarUIntSizeBytes(quote.Fee) - 1;
            ulong work = WorkTable.Of(size, draft.Inputs.Length, draft.Outputs.Length, keys, signatures, preimages);
            FeeQuote next = new(work, work * workPrice, size);
            if (next == quote)
            {
                return quote;
            }

            quote = next;
        }
    }

    // A private fee is exact and follows from the shape, so that its own size cannot matter.
    private static FeeQuote OfPrivate(
        TransactionDraft draft, PrivateBundle bundle, int witnessesSizeBytes, int keys, int signatures, int preimages, ulong workPrice, int sizeBytes)
    {
        CanonicalWriter writer = new(512);
        draft.WriteOutputs(writer);
        int counted = writer.SizeBytes + draft.Memo.Length + witnessesSizeBytes;
        ulong work = WorkTable.Of(counted, draft.Inputs.Length, draft.Outputs.Length, keys, signatures, preimages) + WorkTable.OfPrivate(bundle);
        int size = sizeBytes + CanonicalWriter.VarUIntSizeBytes(work * workPrice) - 1 + PrivateProofs.SizeBytes(bundle);
        return new FeeQuote(work, work * workPrice, size);
    }
}
