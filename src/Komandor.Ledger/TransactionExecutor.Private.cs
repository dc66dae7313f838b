using Komandor.Ledger.Private;

namespace Komandor.Ledger;

internal sealed partial class TransactionExecutor
{
    // Rules N21 to N31: tags and pool as they stand when the transaction's turn comes; the rest was judged before.
    private LedgerFault CheckPrivate(int index, TransactionBody body, int start)
    {
        int pool = start + body.Inputs.Length + body.Outputs.Length;
        for (int input = 0; input < body.Bundle!.InputCount; input++)
        {
            ref ObjectSlot tag = ref plan.Slots[plan.SlotOf[pool + 1 + input]];
            Load(ref tag);
            if (tag.Value is not null)
            {
                return LedgerFault.TagSpent;
            }
        }

        if (verdicts.References[index] != LedgerFault.None)
        {
            return verdicts.References[index];
        }

        ref ObjectSlot slot = ref plan.Slots[plan.SlotOf[pool]];
        Load(ref slot);
        LedgerFault fault = PrivateRules.CheckPool(PoolState.Decode(slot.Value), body, input.Timestamp);
        return fault == LedgerFault.None ? verdicts.Proofs[index] : fault;
    }

    private void ApplyPrivate(TransactionBody body, int start)
    {
        PrivateBundle bundle = body.Bundle!;
        int place = start + body.Inputs.Length + body.Outputs.Length;
        ulong height = input.Parent.Height + 1;
        ref ObjectSlot slot = ref plan.Slots[plan.SlotOf[place]];
        PoolState pool = PoolState.Decode(slot.Value);
        for (int spent = 0; spent < bundle.InputCount; spent++)
        {
            Set(ref plan.Slots[plan.SlotOf[place + 1 + spent]], _spent);
        }

        for (int output = 0; output < bundle.Outputs.Length; output++)
        {
            PoolNote note = new(bundle.Outputs[output].Key, bundle.Outputs[output].Commitment, height);
            plan.Notes[bundle.Tier == PrivateTier.Ring ? 0 : 1].Add(
                new(PrivateObjects.Note(bundle.Pool, pool.Size + (ulong)output).Value, note.Encode()));
        }

        Set(ref slot, (pool with
        {
            Total = pool.Total + bundle.Entering - PrivateRules.Taken(body),
            Size = pool.Size + (ulong)bundle.Outputs.Length,
        }).Encode());
    }

    // Rules N42 and N43. The order has no fee: whoever can give it has better means to do harm.
    private LedgerFault ExecuteOrder(Transaction transaction, PauseOrder order, int start)
    {
        ref ObjectSlot slot = ref plan.Slots[plan.SlotOf[start]];
        Load(ref slot);
        PoolState pool = PoolState.Decode(slot.Value);
        if (pool.Pauses != order.Pauses)
        {
            return LedgerFault.OrderOutOfTurn;
        }

        if (!OrderSignatures.Hold(transaction, input.Roster))
        {
            return LedgerFault.OrderNotSigned;
        }

        Set(ref slot, (pool with
        {
            PausedUntil = input.Timestamp.Plus(PrivateLimits.PauseMicroseconds),
            Pauses = pool.Pauses + 1,
        }).Encode());
        return LedgerFault.None;
    }
}
