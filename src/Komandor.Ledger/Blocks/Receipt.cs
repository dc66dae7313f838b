using Komandor.Primitives;

namespace Komandor.Ledger.Blocks;

/// <summary>What became of an ordered transaction.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="Fault">None when it took effect; else the rule that it broke, and nothing changed.</param>
/// <param name="WitnessId">Its id with witnesses when it took effect; else all zero.</param>
/// <param name="Fee">What it paid, in KMCC units; 0 when rejected.</param>
public readonly record struct Receipt(TransactionId Transaction, LedgerFault Fault, WitnessTransactionId WitnessId, ulong Fee)
{
    /// <summary>The least length of an encoding in bytes.</summary>
    public const int MinimumSizeBytes = Hash256.SizeBytes + 1;

    /// <summary>Whether it took effect.</summary>
    public bool IsExecuted => Fault == LedgerFault.None;

    /// <summary>The receipt of a transaction that took effect.</summary>
    public static Receipt Executed(TransactionId transaction, WitnessTransactionId witnessId, ulong fee) =>
        new(transaction, LedgerFault.None, witnessId, fee);

    /// <summary>The receipt of a transaction that was refused.</summary>
    public static Receipt Rejected(TransactionId transaction, LedgerFault fault)
    {
        Invariant.Require(fault != LedgerFault.None);
        return new Receipt(transaction, fault, default, 0);
    }

    /// <summary>Writes the canonical encoding: transaction id, <c>u8</c> fault, and if that is 0 the wtxid and a varuint fee.</summary>
    public void Write(CanonicalWriter writer)
    {
        writer.Hash(Transaction.Value);
        writer.Byte((byte)Fault);
        if (IsExecuted)
        {
            writer.Hash(WitnessId.Value);
            writer.VarUInt(Fee);
        }
    }

    /// <summary>Reads an untrusted encoding; the reader holds the fault when it is none.</summary>
    public static Receipt Read(ref CanonicalReader reader)
    {
        TransactionId transaction = new(reader.Hash());
        LedgerFault fault = (LedgerFault)reader.Byte();
        if (!Enum.IsDefined(fault))
        {
            reader.Fail(EncodingFault.UnknownTag);
        }

        return fault == LedgerFault.None
            ? new Receipt(transaction, fault, new WitnessTransactionId(reader.Hash()), reader.VarUInt())
            : new Receipt(transaction, fault, default, 0);
    }

    /// <summary>The hash by which the receipts' root holds it.</summary>
    public Hash256 LeafHash()
    {
        CanonicalWriter writer = new(80);
        Write(writer);
        return MerkleTree.Leaf(writer.Written);
    }
}
