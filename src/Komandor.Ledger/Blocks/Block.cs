using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Komandor.Primitives;

namespace Komandor.Ledger.Blocks;

/// <summary>A header, the executed transactions as bytes, and the receipts of all ordered ones.</summary>
/// <param name="Header">The header.</param>
/// <param name="Transactions">The encodings of the executed transactions, in their order.</param>
/// <param name="Receipts">What became of each ordered transaction, in their order.</param>
public sealed record Block(BlockHeader Header, ImmutableArray<ReadOnlyMemory<byte>> Transactions, ImmutableArray<Receipt> Receipts)
{
    // A round's events hold at most 1 MiB each; a bound for decoding alone.
    private const int MaximumItems = 1 << 22;
    private const int MaximumTransactionSizeBytes = 128 * 1024;

    /// <summary>The root over wtxids that a header holds.</summary>
    public static Hash256 TransactionsRoot(ReadOnlySpan<WitnessTransactionId> executed)
    {
        Hash256[] leaves = new Hash256[executed.Length];
        for (int index = 0; index < leaves.Length; index++)
        {
            leaves[index] = TransactionLeaf(executed[index]);
        }

        return MerkleTree.Root(leaves);
    }

    /// <summary>The hash by which the transactions' root holds a transaction.</summary>
    public static Hash256 TransactionLeaf(WitnessTransactionId executed)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        executed.Value.CopyTo(bytes);
        return MerkleTree.Leaf(bytes);
    }

    /// <summary>The root over receipts that a header holds.</summary>
    public static Hash256 ReceiptsRoot(ReadOnlySpan<Receipt> receipts)
    {
        Hash256[] leaves = new Hash256[receipts.Length];
        for (int index = 0; index < leaves.Length; index++)
        {
            leaves[index] = receipts[index].LeafHash();
        }

        return MerkleTree.Root(leaves);
    }

    /// <summary>The canonical encoding: header, list of transactions as bytes, list of receipts.</summary>
    public byte[] Encode()
    {
        CanonicalWriter writer = new(1024);
        Header.Write(writer);
        writer.VarUInt((ulong)Transactions.Length);
        foreach (ReadOnlyMemory<byte> transaction in Transactions)
        {
            writer.Bytes(transaction.Span);
        }

        writer.VarUInt((ulong)Receipts.Length);
        foreach (Receipt receipt in Receipts)
        {
            receipt.Write(writer);
        }

        return writer.ToArray();
    }

    /// <summary>Decodes untrusted bytes. Whether they fit the header is the reader's question: compare the roots.</summary>
    /// <param name="encoded">The bytes; the block's transactions stay parts of them.</param>
    /// <param name="block">The block.</param>
    /// <param name="fault">Why they are none.</param>
    public static bool TryDecode(ReadOnlyMemory<byte> encoded, [NotNullWhen(true)] out Block? block, out EncodingFault fault)
    {
        CanonicalReader reader = new(encoded.Span);
        BlockHeader header = BlockHeader.Read(ref reader);
        ImmutableArray<ReadOnlyMemory<byte>>.Builder transactions =
            ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(reader.Count(MaximumItems, 1));
        while (transactions.Count < transactions.Capacity && reader.Fault == EncodingFault.None)
        {
            int sizeBytes = reader.Bytes(MaximumTransactionSizeBytes).Length;
            transactions.Add(encoded.Slice(reader.Position - sizeBytes, sizeBytes));
        }

        ImmutableArray<Receipt>.Builder receipts = ImmutableArray.CreateBuilder<Receipt>(reader.Count(MaximumItems, Receipt.MinimumSizeBytes));
        while (receipts.Count < receipts.Capacity && reader.Fault == EncodingFault.None)
        {
            receipts.Add(Receipt.Read(ref reader));
        }

        block = reader.TryFinish(out fault) ? new Block(header, transactions.ToImmutable(), receipts.ToImmutable()) : null;
        return block is not null;
    }
}
