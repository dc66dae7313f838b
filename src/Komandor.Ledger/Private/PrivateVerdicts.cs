using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>What is known of a block's private transactions before their turn comes: rules N22 to N25 and N28 to N31, which nothing in the block changes.</summary>
/// <param name="References">At a transaction's index, the fault of what it refers to.</param>
/// <param name="Proofs">At a transaction's index, the fault of its proofs; none where another rule refuses it anyway.</param>
internal sealed record PrivateVerdicts(LedgerFault[] References, LedgerFault[] Proofs)
{
    internal static PrivateVerdicts Of(
        BlockInput input, PoolView view, LedgerParameters parameters, IPrivateProofs proofs, IForkJoin forkJoin)
    {
        List<Transaction> candidates = [];
        List<int> places = [];
        LedgerFault[] references = [];
        for (int index = 0; index < input.Transactions.Count; index++)
        {
            Transaction transaction = input.Transactions[index].Transaction;
            if (transaction.Body.Bundle is not { } bundle)
            {
                continue;
            }

            references = references.Length == 0 ? new LedgerFault[input.Transactions.Count] : references;
            references[index] = PrivateRules.CheckReferences(view, bundle);
            if (references[index] == LedgerFault.None && !IsRefusedAnyway(input, view, parameters, transaction))
            {
                candidates.Add(transaction);
                places.Add(index);
            }
        }

        LedgerFault[] faults = new LedgerFault[references.Length];
        LedgerFault[] verdicts = new LedgerFault[candidates.Count];
        proofs.Verify(view, candidates, verdicts, forkJoin);
        for (int index = 0; index < verdicts.Length; index++)
        {
            faults[places[index]] = verdicts[index];
        }

        return new PrivateVerdicts(references, faults);
    }

    // What is certain at the start of the block and comes before the proofs: they need not be looked at. Nothing here may err on the side of skipping.
    private static bool IsRefusedAnyway(BlockInput input, PoolView view, LedgerParameters parameters, Transaction transaction)
    {
        TransactionBody body = transaction.Body;
        bool isRefused = input.Timestamp < body.ValidFrom
            || input.Timestamp > body.ValidUntil
            || body.Fee != (UInt128)transaction.Work * parameters.WorkPrice
            || (body.Bundle!.Leaving == 0 && input.Timestamp < view.Pool(body.Bundle.Pool).PausedUntil);
        for (int spent = 0; spent < body.Bundle!.InputCount && !isRefused; spent++)
        {
            isRefused = view.IsSpent(body.Bundle.Pool, body.Bundle.TagOf(spent));
        }

        return isRefused;
    }
}
