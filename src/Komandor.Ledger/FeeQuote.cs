using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>What a transaction will cost, before it is signed.</summary>
/// <param name="Work">Its work, by <see cref="WorkTable"/>.</param>
/// <param name="Fee">The least fee, in units of KMCC; with a private part the only one.</param>
/// <param name="SizeBytes">Its encoded size.</param>
public readonly record struct FeeQuote(ulong Work, ulong Fee, int SizeBytes)
{
    /// <summary>The least fee of <paramref name="draft"/>, which has no private part and whose own fee is ignored, opened as <paramref name="witnesses"/> say.</summary>
    /// <param name="draft">With outputs whose amounts may still change by little: the quote holds while their encoded sizes do.</param>
    /// <param name="witnesses">One for each input.</param>
    /// <param name="workPrice">Units of KMCC for one unit of work.</param>
    public static FeeQuote Of(TransactionDraft draft, IReadOnlyList<WitnessShape> witnesses, ulong workPrice)
    {
        Invariant.Require(draft.Bundle is null);
        CanonicalWriter writer = new(512);
        (draft with { Fee = 0 }).Write(writer);
        (int openedBytes, int signatures, int preimages) = Measure(witnesses);
        int sizeBytes = writer.SizeBytes + openedBytes;
        int keys = CountKeys(draft);

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

    /// <summary>The one fee of a transaction with a private part, known before any of it is made: it follows from the shape (docs/protocol/private-money.md §2).</summary>
    /// <param name="draft">The transparent part; bundle and fee are ignored.</param>
    /// <param name="tier">The tier of the private part.</param>
    /// <param name="inputs">The private inputs.</param>
    /// <param name="outputs">The private outputs.</param>
    /// <param name="witnesses">One for each transparent input.</param>
    /// <param name="workPrice">Units of KMCC for one unit of work.</param>
    /// <returns>The quote; its size is that of the transparent outputs, the memo and the witnesses alone.</returns>
    public static FeeQuote OfPrivate(
        TransactionDraft draft, PrivateTier tier, int inputs, int outputs, IReadOnlyList<WitnessShape> witnesses, ulong workPrice)
    {
        CanonicalWriter writer = new(512);
        draft.WriteOutputs(writer);
        (int openedBytes, int signatures, int preimages) = Measure(witnesses);
        int size = writer.SizeBytes + draft.Memo.Length + openedBytes;
        ulong work = WorkTable.Of(size, draft.Inputs.Length, draft.Outputs.Length, CountKeys(draft), signatures, preimages)
            + WorkTable.OfPrivate(tier, inputs, outputs);
        return new FeeQuote(work, work * workPrice, size);
    }

    private static int CountKeys(TransactionDraft draft)
    {
        int keys = 0;
        foreach (TransactionOutput output in draft.Outputs)
        {
            keys += output.Lock.Root.KeyCount;
        }

        return keys;
    }

    private static (int SizeBytes, int Signatures, int Preimages) Measure(IReadOnlyList<WitnessShape> witnesses)
    {
        int sizeBytes = 0;
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

        return (sizeBytes, signatures, preimages);
    }
}
