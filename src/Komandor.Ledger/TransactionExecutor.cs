using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>Executes the transactions of one worker against the block's slots: rules L26 to L38, and N21 to N43 where there is something private.</summary>
internal sealed partial class TransactionExecutor(
    ClusterPlan plan, ILedgerState state, BlockInput input, LedgerParameters parameters, PrivateVerdicts verdicts)
{
    // What a spent tag's slot holds; it never reaches the state.
    private static readonly byte[] _spent = [(byte)ObjectType.System];

    private readonly Dictionary<AssetId, Int128> _otherAssets = [];
    private readonly CanonicalWriter _writer = new(512);
    private ulong[] _versions = new ulong[8];
    private Int128 _kmcc;

    /// <summary>Executes transaction <paramref name="index"/> wholly, or finds the rule that it breaks and changes nothing.</summary>
    internal LedgerFault Execute(int index)
    {
        VerifiedTransaction verified = input.Transactions[index];
        Transaction transaction = verified.Transaction;
        LedgerFault fault = CheckTimes(verified);
        if (transaction.Body.Order is { } order)
        {
            return fault == LedgerFault.None ? ExecuteOrder(transaction, order, plan.Starts[index]) : fault;
        }

        fault = fault == LedgerFault.None ? CheckFee(transaction) : fault;
        int start = plan.Starts[index];
        fault = fault == LedgerFault.None ? CheckInputs(transaction, start) : fault;
        fault = fault == LedgerFault.None ? CheckOutputs(transaction.Body, start) : fault;
        fault = fault == LedgerFault.None ? CheckBalance(transaction.Body) : fault;
        fault = fault == LedgerFault.None && transaction.Body.Bundle is not null ? CheckPrivate(index, transaction.Body, start) : fault;
        if (fault == LedgerFault.None)
        {
            Apply(transaction.Body, start);
        }

        return fault;
    }

    private LedgerFault CheckFee(Transaction transaction)
    {
        UInt128 least = (UInt128)transaction.Work * parameters.WorkPrice;
        return transaction.Body.Bundle is not null
            ? (transaction.Body.Fee == least ? LedgerFault.None : LedgerFault.PrivateFee)
            : (transaction.Body.Fee >= least ? LedgerFault.None : LedgerFault.FeeTooLow);
    }

    private LedgerFault CheckTimes(VerifiedTransaction verified)
    {
        TransactionBody body = verified.Transaction.Body;
        Timestamp now = input.Timestamp;
        return now < body.ValidFrom ? LedgerFault.NotYetValid
            : now > body.ValidUntil ? LedgerFault.Expired
            : body.ValidUntil.UnixMicroseconds - now.UnixMicroseconds > (long)parameters.ValidityHorizonMicroseconds
                ? LedgerFault.ValidTooLong
            : input.Parent.Timestamp < verified.LockedUntil ? LedgerFault.LockTooEarly
            : input.Parent.Timestamp >= verified.LockedFrom ? LedgerFault.LockTooLate
            : LedgerFault.None;
    }

    private LedgerFault CheckInputs(Transaction transaction, int start)
    {
        _kmcc = 0;
        _otherAssets.Clear();
        int count = transaction.Body.Inputs.Length;
        if (_versions.Length < count)
        {
            _versions = new ulong[LedgerLimits.Inputs];
        }

        for (int index = 0; index < count; index++)
        {
            ref ObjectSlot slot = ref plan.Slots[plan.SlotOf[start + index]];
            Load(ref slot);
            // The name of a tag is no object, spent or not.
            LedgerFault fault = CheckInput(slot.IsTag ? null : slot.Value, transaction, index);
            if (fault != LedgerFault.None)
            {
                return fault;
            }
        }

        return LedgerFault.None;
    }

    private LedgerFault CheckInput(byte[]? value, Transaction transaction, int index)
    {
        if (value is null || value[0] == (byte)ObjectType.System)
        {
            return value is null ? LedgerFault.ObjectNotFound : LedgerFault.SystemObject;
        }

        CanonicalReader reader = new(value);
        ObjectType type = (ObjectType)reader.Byte();
        ulong version = reader.VarUInt();
        if (version != transaction.Body.Inputs[index].ObjectVersion)
        {
            return LedgerFault.WrongObjectVersion;
        }

        // A lock's encoding tells its own end, so an equal beginning is an equal lock.
        ReadOnlySpan<byte> carried = transaction.Witnesses[index].Lock.Encoded.Span;
        if (!value.AsSpan(reader.Position).StartsWith(carried))
        {
            return LedgerFault.WrongLock;
        }

        _versions[index] = version;
        if (type == ObjectType.Coin)
        {
            reader.Raw(carried.Length);
            Count(new AssetId(reader.Hash()), reader.VarUInt());
        }

        return LedgerFault.None;
    }

    private LedgerFault CheckOutputs(TransactionBody body, int start)
    {
        foreach (TransactionOutput output in body.Outputs)
        {
            if (output.Content is CoinContent coin)
            {
                Count(coin.Asset, -(Int128)coin.Amount);
            }
            else if (output.ContinuesInput is { } index
                && plan.Slots[plan.SlotOf[start + index]].Value![0] != (byte)output.Content.Type)
            {
                return LedgerFault.ContinuesOtherType;
            }
        }

        return LedgerFault.None;
    }

    // At most 2,048 amounts below 2^64: the sums cannot leave 128 bits.
    private void Count(AssetId asset, Int128 amount)
    {
        if (asset == AssetId.Kmcc)
        {
            _kmcc += amount;
            return;
        }

        _otherAssets[asset] = _otherAssets.GetValueOrDefault(asset) + amount;
    }

    private LedgerFault CheckBalance(TransactionBody body)
    {
        // What enters a pool is given by the transparent inputs; what leaves it, and the fee that notes pay, is theirs.
        if (body.Bundle is { } bundle)
        {
            _kmcc += (Int128)PrivateRules.Taken(body) - bundle.Entering;
        }

        if (_kmcc != body.Fee)
        {
            return LedgerFault.FeeNotExact;
        }

        foreach (Int128 difference in _otherAssets.Values)
        {
            if (difference != 0)
            {
                return LedgerFault.AssetNotBalanced;
            }
        }

        return LedgerFault.None;
    }

    private void Apply(TransactionBody body, int start)
    {
        int inputs = body.Inputs.Length;
        for (int index = 0; index < inputs; index++)
        {
            Set(ref plan.Slots[plan.SlotOf[start + index]], null);
        }

        for (int index = 0; index < body.Outputs.Length; index++)
        {
            TransactionOutput output = body.Outputs[index];
            ref ObjectSlot slot = ref plan.Slots[plan.SlotOf[start + inputs + index]];

            // A new object's id hashes this transaction's, which executes once: nothing was there, and the state need not be asked.
            slot.Loaded = true;
            _writer.Clear();
            _writer.Byte((byte)output.Content.Type);
            _writer.VarUInt(output.ContinuesInput is { } input ? _versions[input] + 1 : 1);
            _writer.Raw(output.Tail.Span);
            Set(ref slot, _writer.ToArray());
        }

        if (body.Bundle is not null)
        {
            ApplyPrivate(body, start);
        }
    }

    private void Load(ref ObjectSlot slot)
    {
        if (!slot.Loaded)
        {
            slot.Value = !slot.IsTag ? state.Get(slot.Id.Value) : state.IsSpent(slot.Id) ? _spent : null;
            slot.ExistedBefore = slot.Value is not null;
            slot.Loaded = true;
        }
    }

    private static void Set(ref ObjectSlot slot, byte[]? value)
    {
        slot.Value = value;
        slot.Changed = true;
    }
}
