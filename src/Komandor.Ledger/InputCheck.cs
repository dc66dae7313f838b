using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Ledger;

/// <summary>Finds, before anything is ordered, what can never execute because of an object that is there already.</summary>
/// <remarks>
/// A version of an object never changes its lock, and versions only rise. So another lock, or a version that has passed, stays wrong, whatever is ordered meanwhile. An
/// object that is not there may still be made, and is no fault. This keeps strangers from reserving, in a pool, what is not theirs; it costs a read for each input.
/// </remarks>
public static class InputCheck
{
    /// <summary>The rule that an input breaks for ever; none when the transaction may still execute.</summary>
    public static LedgerFault Check(Transaction transaction, IStateReader state)
    {
        for (int index = 0; index < transaction.Body.Inputs.Length; index++)
        {
            TransactionInput input = transaction.Body.Inputs[index];
            LedgerFault fault = state.Get(input.ObjectId.Value) is byte[] value
                ? Check(value, input.ObjectVersion, transaction.Witnesses[index].Lock)
                : LedgerFault.None;
            if (fault != LedgerFault.None)
            {
                return fault;
            }
        }

        return LedgerFault.None;
    }

    private static LedgerFault Check(byte[] value, ulong namedVersion, Lock carried)
    {
        if (value[0] == (byte)ObjectType.System)
        {
            return LedgerFault.SystemObject;
        }

        CanonicalReader reader = new(value);
        reader.Byte();
        ulong version = reader.VarUInt();
        return version > namedVersion ? LedgerFault.WrongObjectVersion
            : version == namedVersion && !value.AsSpan(reader.Position).StartsWith(carried.Encoded.Span) ? LedgerFault.WrongLock
            : LedgerFault.None;
    }
}
