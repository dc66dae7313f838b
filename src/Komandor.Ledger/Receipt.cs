using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>What became of an ordered transaction: docs/protocol/blocks.md §2.</summary>
/// <param name="TransactionId">Which.</param>
/// <param name="WitnessId">The witnesses that were executed; zero when it was rejected.</param>
/// <param name="Fault">None when it was executed, else the rule that it broke.</param>
/// <param name="Fee">The fee that was taken, in units of KMCC; zero when it was rejected.</param>
public readonly record struct Receipt(TransactionId TransactionId, WitnessTransactionId WitnessId, LedgerFault Fault, ulong Fee)
{
    /// <summary>The fewest bytes that a receipt takes.</summary>
    public const int MinimumSizeBytes = 33;

    /// <summary>Whether it was executed.</summary>
    public bool Executed => Fault == LedgerFault.None;

    /// <summary>Writes the canonical encoding.</summary>
    public void Write(CanonicalWriter writer)
    {
        writer.Hash(TransactionId.Value);
        writer.Byte((byte)Fault);
        if (Executed)
        {
            writer.Hash(WitnessId.Value);
            writer.VarUInt(Fee);
        }
    }

    /// <summary>Reads an untrusted receipt; meaningless when <paramref name="reader"/> then holds a fault.</summary>
    public static Receipt Read(ref CanonicalReader reader)
    {
        TransactionId id = new(reader.Hash());
        LedgerFault fault = (LedgerFault)reader.Byte();
        if (fault != LedgerFault.None)
        {
            if (!IsOfExecution(fault))
            {
                reader.Fail(EncodingFault.UnknownTag);
            }

            return new Receipt(id, default, fault, 0);
        }

        return new Receipt(id, new WitnessTransactionId(reader.Hash()), LedgerFault.None, reader.VarUInt());
    }

    // Rules that need no state keep a transaction out of blocks, so no receipt tells them.
    private static bool IsOfExecution(LedgerFault fault) => fault
        is (>= LedgerFault.NotYetValid and <= LedgerFault.AssetNotBalanced)
        or (>= LedgerFault.TagSpent and <= LedgerFault.PrivateFee)
        or LedgerFault.OrderOutOfTurn or LedgerFault.OrderNotSigned;

    /// <summary>The canonical encoding: a leaf under the receipts' root.</summary>
    public byte[] Encode()
    {
        CanonicalWriter writer = new(80);
        Write(writer);
        return writer.ToArray();
    }
}
