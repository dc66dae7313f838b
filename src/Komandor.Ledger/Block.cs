using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>A header, the executed transactions, and a receipt for each ordered one: docs/protocol/blocks.md §2.</summary>
/// <param name="Header">The header.</param>
/// <param name="Transactions">The executed ones, in their order.</param>
/// <param name="Receipts">One for each ordered transaction id, in their order.</param>
public sealed record Block(BlockHeader Header, ImmutableArray<Transaction> Transactions, ImmutableArray<Receipt> Receipts)
{
    /// <summary>The most transactions, and the most receipts, of one block.</summary>
    public const int MaximumTransactions = 1 << 20;

    /// <summary>The canonical encoding.</summary>
    public byte[] Encode()
    {
        CanonicalWriter writer = new(512 * (Transactions.Length + 1));
        Header.Write(writer);
        writer.VarUInt((ulong)Transactions.Length);
        foreach (Transaction transaction in Transactions)
        {
            writer.Bytes(transaction.Encoded.Span);
        }

        writer.VarUInt((ulong)Receipts.Length);
        foreach (Receipt receipt in Receipts)
        {
            receipt.Write(writer);
        }

        return writer.ToArray();
    }

    /// <summary>Decodes untrusted bytes and checks them against the header's roots; the header itself proves nothing without a certificate.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out Block? block, out BlockFault fault)
    {
        block = null;
        CanonicalReader reader = new(encoded);
        BlockHeader header = BlockHeader.Read(ref reader);
        ImmutableArray<Transaction>? transactions = ReadTransactions(ref reader);
        if (transactions is null)
        {
            fault = BlockFault.TransactionMalformed;
            return false;
        }

        int count = reader.Count(MaximumTransactions, Receipt.MinimumSizeBytes);
        ImmutableArray<Receipt>.Builder receipts = ImmutableArray.CreateBuilder<Receipt>(count);
        for (int index = 0; index < count; index++)
        {
            receipts.Add(Receipt.Read(ref reader));
        }

        if (!reader.TryFinish(out _))
        {
            fault = BlockFault.NotCanonical;
            return false;
        }

        Block read = new(header, transactions.Value, receipts.MoveToImmutable());
        fault = read.Check();
        block = fault == BlockFault.None ? read : null;
        return block is not null;
    }

    /// <summary>The root over the witness ids of <paramref name="transactions"/>.</summary>
    public static Hash256 RootOf(ReadOnlySpan<Transaction> transactions)
    {
        Hash256[] leaves = new Hash256[transactions.Length];
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        for (int index = 0; index < leaves.Length; index++)
        {
            transactions[index].WitnessId.Value.CopyTo(bytes);
            leaves[index] = MerkleTree.Leaf(bytes);
        }

        return MerkleTree.Root(leaves);
    }

    /// <summary>The root over <paramref name="receipts"/>.</summary>
    public static Hash256 RootOf(ReadOnlySpan<Receipt> receipts) => MerkleTree.Root(LeavesOf(receipts));

    /// <summary>The hashed leaves under the receipts' root.</summary>
    public static Hash256[] LeavesOf(ReadOnlySpan<Receipt> receipts)
    {
        CanonicalWriter writer = new(128);
        Hash256[] leaves = new Hash256[receipts.Length];
        for (int index = 0; index < leaves.Length; index++)
        {
            writer.Clear();
            receipts[index].Write(writer);
            leaves[index] = MerkleTree.Leaf(writer.Written);
        }

        return leaves;
    }

    private BlockFault Check()
    {
        if (Header.ProtocolVersion != BlockHeader.CurrentProtocolVersion)
        {
            return BlockFault.UnknownProtocolVersion;
        }

        if (RootOf(Transactions.AsSpan()) != Header.TransactionsRoot)
        {
            return BlockFault.WrongTransactionsRoot;
        }

        if (RootOf(Receipts.AsSpan()) != Header.ReceiptsRoot)
        {
            return BlockFault.WrongReceiptsRoot;
        }

        int next = 0;
        foreach (Receipt receipt in Receipts)
        {
            if (receipt.Executed && (next == Transactions.Length || Transactions[next].WitnessId != receipt.WitnessId
                || Transactions[next++].Id != receipt.TransactionId))
            {
                return BlockFault.ReceiptsDiffer;
            }
        }

        return next == Transactions.Length ? BlockFault.None : BlockFault.ReceiptsDiffer;
    }

    private static ImmutableArray<Transaction>? ReadTransactions(ref CanonicalReader reader)
    {
        int count = reader.Count(MaximumTransactions, 100);
        ImmutableArray<Transaction>.Builder transactions = ImmutableArray.CreateBuilder<Transaction>(count);
        for (int index = 0; index < count; index++)
        {
            ReadOnlySpan<byte> bytes = reader.Bytes(LedgerLimits.TransactionSizeBytes);
            if (reader.Fault != EncodingFault.None)
            {
                break;
            }

            if (!Transaction.TryDecode(bytes, out Transaction? transaction, out _))
            {
                return null;
            }

            transactions.Add(transaction);
        }

        return transactions.ToImmutable();
    }
}
