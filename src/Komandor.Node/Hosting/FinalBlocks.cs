using System.Collections.Concurrent;
using Komandor.Api.Messages;
using Komandor.Indexer;
using Komandor.Ledger;
using Komandor.Node.Api;
using Komandor.Primitives;
using Komandor.Replica;

namespace Komandor.Node.Hosting;

/// <summary>Final blocks of the member's store, as the index and the API read them. Safe from any thread.</summary>
internal sealed class FinalBlocks(BlockStore blocks, Genesis genesis) : IFinalBlocks, IBlockArchive
{
    private const int RememberedFinalities = 4096;

    private readonly ConcurrentDictionary<ulong, int> _finalityMs = new();

    /// <summary>Remembers how long the certificate of a block took, until the index has read it.</summary>
    internal void RecordFinality(ulong height, int finalityMs)
    {
        _finalityMs[height] = finalityMs;
        if (height >= RememberedFinalities)
        {
            _finalityMs.TryRemove(height - RememberedFinalities, out _);
        }
    }

    /// <inheritdoc/>
    public IndexedBlock? Read(ulong height)
    {
        if (height > blocks.FinalHeight || blocks.Block(height) is not Block block)
        {
            return null;
        }

        return new IndexedBlock(
            height, block.Header.Id, block.Header.Round, block.Header.Timestamp,
            _finalityMs.TryGetValue(height, out int finalityMs) ? finalityMs : null,
            [.. block.Transactions.Select(Indexed)],
            [.. block.Receipts.Where(receipt => !receipt.Executed).Select(receipt => new IndexedRejection(receipt.TransactionId, receipt.Fault.ToString()))],
            height == 0 ? Allocations() : []);
    }

    /// <inheritdoc/>
    public BlockDetails? Details(BlockSummary summary)
    {
        if (blocks.EncodedBlock(summary.Height) is not byte[] encoded || blocks.Block(summary.Height) is not Block block)
        {
            return null;
        }

        BlockHeader header = block.Header;
        return new BlockDetails(
            summary, header.ProtocolVersion, header.Epoch, header.Shard, header.Parent, header.RosterHash, header.NextRosterHash,
            header.TransactionsRoot, header.StateRoot, header.ReceiptsRoot, header.GridCursor, header.Sealer,
            blocks.Certificate(summary.Height) is Certificate certificate ? [.. certificate.Signatures.Select(signature => signature.Member)] : [],
            (ulong)encoded.Length,
            [.. block.Receipts.Select(receipt => new ReceiptSummary(
                receipt.TransactionId, receipt.Executed, receipt.Executed ? null : receipt.Fault.ToString(), receipt.Fee))]);
    }

    /// <inheritdoc/>
    public CertifiedHeaderBytes? Header(ulong height)
    {
        if (blocks.Header(height) is not BlockHeader header || blocks.Certificate(height) is not Certificate certificate)
        {
            return null;
        }

        CanonicalWriter roster = new();
        genesis.Roster.Write(roster);
        return new CertifiedHeaderBytes(
            Convert.ToHexStringLower(header.Encode()), Convert.ToHexStringLower(certificate.Encode()), Convert.ToHexStringLower(roster.Written));
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Transaction(ulong height, int position) =>
        blocks.Block(height) is Block block && position < block.Transactions.Length ? block.Transactions[position].Encoded : null;

    /// <inheritdoc/>
    public byte[]? ProveTransaction(ulong height, int position)
    {
        if (blocks.Block(height) is not Block block || position >= block.Transactions.Length)
        {
            return null;
        }

        Hash256[] leaves = new Hash256[block.Transactions.Length];
        for (int index = 0; index < leaves.Length; index++)
        {
            leaves[index] = MerkleTree.Leaf(block.Transactions[index].WitnessId.Value.ToArray());
        }

        CanonicalWriter writer = new();
        writer.VarUInt((ulong)leaves.Length);
        writer.VarUInt((ulong)position);
        System.Collections.Immutable.ImmutableArray<Hash256> path = MerkleTree.Path(leaves, position);
        writer.VarUInt((ulong)path.Length);
        foreach (Hash256 sibling in path)
        {
            writer.Hash(sibling);
        }

        return writer.ToArray();
    }

    private static IndexedTransaction Indexed(Transaction transaction)
    {
        TransactionBody body = transaction.Body;
        IndexedObject[] outputs = new IndexedObject[body.Outputs.Length];
        for (int index = 0; index < outputs.Length; index++)
        {
            TransactionOutput output = body.Outputs[index];
            ulong version = output.ContinuesInput is int input ? body.Inputs[input].ObjectVersion + 1 : 1;
            outputs[index] = Indexed(body.ObjectOf(index), version, output.Lock, output.Content);
        }

        return new IndexedTransaction(
            transaction.Id, transaction.WitnessId, body.Fee,
            [.. body.Inputs.Select(input => new IndexedInput(input.ObjectId, input.ObjectVersion))], outputs);
    }

    private List<IndexedObject> Allocations()
    {
        List<IndexedObject> created = [];
        for (int index = 0; index < genesis.Allocations.Length; index++)
        {
            GenesisAllocation allocation = genesis.Allocations[index];
            created.Add(Indexed(genesis.ObjectOf(index), 1, allocation.Lock, new CoinContent(allocation.Asset, allocation.Amount)));
        }

        return created;
    }

    private static IndexedObject Indexed(ObjectId id, ulong version, Ledger.Lock held, ObjectContent content)
    {
        CoinContent? coin = content as CoinContent;
        RecordContent? record = content as RecordContent;
        return new IndexedObject(
            id, version, (int)(coin is null ? ObjectType.Record : ObjectType.Coin), held.Encoded, coin?.Asset, coin?.Amount ?? 0,
            record?.Name, record?.Data.ToArray());
    }
}
