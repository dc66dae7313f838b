using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>Executes a decided block: docs/protocol/ledger.md §8. Pure: the result depends on the arguments alone, never on the parallelism.</summary>
public static class BlockExecutor
{
    /// <summary>Executes the transactions of <paramref name="input"/> on <paramref name="state"/>, the state after its parent.</summary>
    /// <param name="input">What consensus decided.</param>
    /// <param name="state">Read from the workers of <paramref name="forkJoin"/>.</param>
    /// <param name="parameters">Those of the state.</param>
    /// <param name="forkJoin">Runs clusters of transactions that share no object.</param>
    public static ExecutedBlock Execute(BlockInput input, ILedgerState state, LedgerParameters parameters, IForkJoin forkJoin) =>
        Execute(input, state, parameters, forkJoin, new PrivateVerifier());

    /// <summary>As above.</summary>
    /// <param name="input">What consensus decided.</param>
    /// <param name="state">Read from the workers of <paramref name="forkJoin"/>.</param>
    /// <param name="parameters">Those of the state.</param>
    /// <param name="forkJoin">Runs clusters of transactions that share no object.</param>
    /// <param name="proofs">Judges private transactions' proofs, or knows their verdicts already.</param>
    public static ExecutedBlock Execute(
        BlockInput input, ILedgerState state, LedgerParameters parameters, IForkJoin forkJoin, IPrivateProofs proofs)
    {
        ClusterPlan plan = new(input.Transactions);
        PoolView view = new(state, input.Parent, parameters.Private);
        PrivateVerdicts verdicts = PrivateVerdicts.Of(input, view, parameters, proofs, forkJoin);
        LedgerFault[] faults = new LedgerFault[input.Transactions.Count];
        int clusters = plan.ClusterStarts.Length - 1;
        int shares = Math.Min(clusters, forkJoin.Parallelism == 1 ? 1 : forkJoin.Parallelism * 4);
        forkJoin.Run(shares, share =>
        {
            TransactionExecutor executor = new(plan, state, input, parameters, verdicts);
            int first = plan.ClusterStarts[(int)((long)clusters * share / shares)];
            int end = plan.ClusterStarts[(int)((long)clusters * (share + 1) / shares)];
            for (int position = first; position < end; position++)
            {
                int index = plan.Order[position];
                faults[index] = executor.Execute(index);
            }
        });
        return Collect(input, state, plan, faults, view);
    }

    private static ExecutedBlock Collect(BlockInput input, ILedgerState state, ClusterPlan plan, LedgerFault[] faults, PoolView view)
    {
        List<Transaction> executed = new(faults.Length);
        List<Receipt> receipts = new(faults.Length);
        HashSet<TransactionId> told = new(faults.Length);
        UInt128 fees = 0;

        // An id that executes has that receipt and no other, wherever its rejections stand.
        for (int index = 0; index < faults.Length; index++)
        {
            if (faults[index] == LedgerFault.None)
            {
                told.Add(input.Transactions[index].Transaction.Id);
            }
        }

        for (int index = 0; index < faults.Length; index++)
        {
            Transaction transaction = input.Transactions[index].Transaction;
            if (faults[index] == LedgerFault.None)
            {
                executed.Add(transaction);
                receipts.Add(new Receipt(transaction.Id, transaction.WitnessId, LedgerFault.None, transaction.Body.Fee));
                fees += transaction.Body.Fee;
            }
            else if (!HangsOnWitness(faults[index]) && told.Add(transaction.Id))
            {
                receipts.Add(new Receipt(transaction.Id, default, faults[index], 0));
            }
        }

        List<Hash256> tags = [];
        List<KeyValuePair<Hash256, byte[]?>> changes = CollectChanges(plan, input.SystemChanges, tags);
        view.AddSystemChanges(plan.Notes, changes);
        if (fees > 0)
        {
            ulong pool = SystemObjects.ReadNumber(state, SystemObjects.FeePool);
            changes.Add(new(SystemObjects.FeePool.Value, SystemObjects.EncodeNumber(checked((ulong)(pool + fees)))));
        }

        return new ExecutedBlock(input, ToImmutable(executed), ToImmutable(receipts), changes, tags, faults);
    }

    // An id covers no witness and no proof. A receipt for a copy in which one fails would end the payment of whoever has the right one.
    private static bool HangsOnWitness(LedgerFault fault) => fault
        is LedgerFault.WrongLock or LedgerFault.LockTooEarly or LedgerFault.LockTooLate or LedgerFault.FeeTooLow
        or (>= LedgerFault.RingSignature and <= LedgerFault.PrivateFee) or LedgerFault.OrderNotSigned;

    private static List<KeyValuePair<Hash256, byte[]?>> CollectChanges(
        ClusterPlan plan, IReadOnlyList<KeyValuePair<Hash256, byte[]?>> system, List<Hash256> tags)
    {
        List<KeyValuePair<Hash256, byte[]?>> changes = new(plan.SlotCount + system.Count + 1);
        changes.AddRange(system);
        foreach (ref readonly ObjectSlot slot in plan.Slots.AsSpan(0, plan.SlotCount))
        {
            if (slot.IsTag)
            {
                if (slot.Changed)
                {
                    tags.Add(slot.Id.Value);
                }

                continue;
            }

            // What a block both makes and consumes never reaches the state.
            if (slot.Changed && (slot.Value is not null || slot.ExistedBefore))
            {
                changes.Add(new(slot.Id.Value, slot.Value));
            }
        }

        foreach (List<KeyValuePair<Hash256, byte[]?>> notes in plan.Notes)
        {
            changes.AddRange(notes);
        }

        return changes;
    }

    private static ImmutableArray<T> ToImmutable<T>(List<T> list) => ImmutableCollectionsMarshal.AsImmutableArray(list.ToArray());
}
