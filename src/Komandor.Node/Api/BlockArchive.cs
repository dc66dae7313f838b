using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Indexer;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Replica.Archive;
using Komandor.Replica.Effects;

namespace Komandor.Node.Api;

/// <summary>Final blocks for the API and for the index. Keeps the sixteen blocks that were decoded last.</summary>
/// <param name="blocks">The block store.</param>
/// <param name="genesis">The genesis.</param>
/// <param name="genesisHeader">The header of block 0.</param>
public sealed class BlockArchive(ILedgerBlocks blocks, Genesis genesis, BlockHeader genesisHeader) : IFinalBlocks
{
    /// <summary>The most receipts of one answer.</summary>
    public const int MaximumReceipts = 1_000;

    private const int HistoryRetryMs = 2_000;

    private readonly Block?[] _decoded = new Block?[16];

    /// <summary>Sees to it that a final block can be read by the next call, though it be kept in pieces: one call rebuilds it.</summary>
    /// <exception cref="ApiException">It cannot be had now; the message says why and what to do.</exception>
    public async Task EnsureAsync(ulong height, CancellationToken cancellationToken)
    {
        if (height == 0 || Decoded(height) is not null)
        {
            return;
        }

        if (await blocks.FetchAsync(height, cancellationToken).ConfigureAwait(false) is HistoryLost lost)
        {
            throw Missing(lost);
        }
    }

    /// <inheritdoc/>
    public IndexedBlock? Read(ulong height)
    {
        if (height == 0)
        {
            return OfGenesis();
        }

        if (height <= blocks.FinalHeight && Decoded(height) is null)
        {
            blocks.Request(height);
        }

        return height <= blocks.FinalHeight && Decoded(height) is Block block
            ? new IndexedBlock(
                height, block.Header.Id, block.Header.Round, block.Header.Timestamp, blocks.FinalityMs(height),
                Executed(block),
                [.. block.Receipts.Where(receipt => !receipt.Executed).Select(receipt => new IndexedRejection(receipt.TransactionId, receipt.Fault.ToString()))],
                [])
            : null;
    }

    /// <summary>A block, with as many of its receipts from <paramref name="receiptsFrom"/> on as one answer holds; null when it is not kept.</summary>
    public BlockDetails? Details(BlockSummary summary, int receiptsFrom)
    {
        Block? block = summary.Height == 0 ? new Block(genesisHeader, [], []) : Decoded(summary.Height);
        if (block is null)
        {
            return null;
        }

        BlockHeader header = block.Header;
        return new BlockDetails(
            summary, header.ProtocolVersion, header.Epoch, header.Shard, header.Parent, header.RosterHash, header.NextRosterHash,
            header.TransactionsRoot, header.StateRoot, header.ReceiptsRoot, header.GridCursor, header.Sealer,
            summary.Height > 0 && blocks.Certificate(summary.Height) is Certificate certificate
                ? [.. certificate.Signatures.Select(signature => signature.Member)]
                : [],
            (ulong)block.Encode().Length,
            [.. block.Receipts.Skip(receiptsFrom).Take(MaximumReceipts).Select(receipt => new ReceiptSummary(
                receipt.TransactionId, receipt.Executed, receipt.Executed ? null : receipt.Fault.ToString(), receipt.Fee))]);
    }

    /// <summary>A header with a certificate of its own; null when the block is not kept or has none.</summary>
    public CertifiedHeaderBytes? Header(ulong height)
    {
        // Nobody signs the genesis: the chain's id is its proof.
        byte[]? certificate = height == 0 ? [] : blocks.Certificate(height)?.Encode();
        return certificate is not null && HeaderAt(height) is BlockHeader header ? Bytes(header, height, certificate, []) : null;
    }

    /// <summary>A header that a light client can check, by those above it when it has no certificate of its own; null when one of them is not kept, or none
    /// of as many as may be has a certificate. Blocks in pieces are rebuilt.</summary>
    /// <exception cref="ApiException">One cannot be had now.</exception>
    public async Task<CertifiedHeaderBytes?> LinkedHeaderAsync(ulong height, CancellationToken cancellationToken)
    {
        await EnsureAsync(height, cancellationToken).ConfigureAwait(false);
        BlockHeader? header = HeaderAt(height);
        if (height == 0 || header is null)
        {
            return Header(height);
        }

        List<string> links = [];
        ulong certified = height;
        Certificate? certificate;
        while ((certificate = blocks.Certificate(certified)) is null)
        {
            if (certified >= blocks.FinalHeight || links.Count == HeaderLinks.Maximum)
            {
                return null;
            }

            await EnsureAsync(++certified, cancellationToken).ConfigureAwait(false);
            if (HeaderAt(certified) is not BlockHeader link)
            {
                return null;
            }

            links.Add(Convert.ToHexStringLower(link.Encode()));
        }

        return Bytes(header, certified, certificate.Encode(), links);
    }

    /// <summary>A final block's header; null when the block is not kept.</summary>
    public BlockHeader? HeaderAt(ulong height) => height == 0 ? genesisHeader : Decoded(height)?.Header;

    /// <summary>What is private in a final block; null when the block is not kept.</summary>
    public PrivateBlock? Private(ulong height)
    {
        if (height == 0)
        {
            return new PrivateBlock(0, genesisHeader.Id, genesisHeader.Timestamp, [.. PrivateGenesis()]);
        }

        return Decoded(height) is Block block
            ? new PrivateBlock(
                height, block.Header.Id, block.Header.Timestamp,
                [.. block.Transactions.Where(transaction => transaction.Body.Bundle is not null).Select(PrivateOf)])
            : null;
    }

    /// <summary>The encoding of an executed transaction; null when its block is not kept.</summary>
    public ReadOnlyMemory<byte>? Transaction(ulong height, int position) =>
        Decoded(height) is Block block ? block.Transactions[position].Encoded : null;

    /// <summary>The encoded proof that a transaction stands under its block's transactions root; null when the block is not kept.</summary>
    /// <remarks>A varuint index, a varuint count, then the path's hashes, lowest first, as a list.</remarks>
    public byte[]? ProveTransaction(ulong height, int position)
    {
        if (Decoded(height) is not Block block)
        {
            return null;
        }

        Hash256[] leaves = [.. block.Transactions.Select(transaction => MerkleTree.Leaf(transaction.WitnessId.Value.ToArray()))];
        CanonicalWriter writer = new(512);
        writer.VarUInt((ulong)position);
        writer.VarUInt((ulong)leaves.Length);
        Hash256[] path = [.. MerkleTree.Path(leaves, position)];
        writer.VarUInt((ulong)path.Length);
        foreach (Hash256 sibling in path)
        {
            writer.Hash(sibling);
        }

        return writer.ToArray();
    }

    private static IndexedTransaction[] Executed(Block block)
    {
        IndexedTransaction[] executed = new IndexedTransaction[block.Transactions.Length];
        for (int position = 0; position < executed.Length; position++)
        {
            Transaction transaction = block.Transactions[position];
            TransactionBody body = transaction.Body;
            executed[position] = new IndexedTransaction(
                transaction.Id,
                transaction.WitnessId,
                body.Fee,
                [.. body.Inputs.Select(input => new IndexedInput(input.ObjectId, input.ObjectVersion))],
                [.. Enumerable.Range(0, body.Outputs.Length).Select(output => Object(body, output))])
            {
                Kind = KindOf(body),
            };
        }

        return executed;
    }

    private static TransactionKind KindOf(TransactionBody body) => body.Bundle?.Tier switch
    {
        null => TransactionKind.Transparent,
        PrivateTier.Ring => TransactionKind.Ring,
        PrivateTier.Shielded => TransactionKind.Shielded,
        _ => throw new InvariantViolationException($"The index knows no tier {body.Bundle.Tier}."),
    };

    private static IndexedObject Object(TransactionBody body, int output)
    {
        TransactionOutput made = body.Outputs[output];
        CoinContent? coin = made.Content as CoinContent;
        RecordContent? record = made.Content as RecordContent;
        return new IndexedObject(
            body.ObjectOf(output),
            made.ContinuesInput is int input ? body.Inputs[input].ObjectVersion + 1 : 1,
            (int)made.Content.Type,
            made.Lock.Encoded,
            coin?.Asset,
            coin?.Amount ?? 0,
            record?.Name,
            record?.Data.ToArray());
    }

    private static PrivateTransaction PrivateOf(Transaction transaction)
    {
        PrivateBundle bundle = transaction.Body.Bundle!;
        return new PrivateTransaction(
            transaction.Id,
            transaction.Body.Nonce.ToString(),
            PoolMethods.NameOf(bundle.Tier),
            [.. Enumerable.Range(0, bundle.InputCount).Select(input => bundle.TagOf(input).ToString())],
            [.. bundle.Outputs.Select(Text)],
            Convert.ToHexStringLower(bundle.SealedMemo.Span),
            Convert.ToHexStringLower(bundle.Recovery.Span),
            bundle.Entering,
            bundle.Leaving,
            transaction.Body.Fee);
    }

    private static string Text(PrivateOutput output)
    {
        CanonicalWriter writer = new(PrivateLimits.OutputSizeBytes);
        output.Write(writer);
        return Convert.ToHexStringLower(writer.Written);
    }

    // The notes of the genesis, as if one transaction a tier had made them.
    private IEnumerable<PrivateTransaction> PrivateGenesis()
    {
        foreach (PrivateTier tier in new[] { PrivateTier.Ring, PrivateTier.Shielded })
        {
            if (!genesis.OutputsOf(tier).IsEmpty)
            {
                ulong entering = genesis.Notes.Where(note => note.Tier == tier).Aggregate(0UL, (sum, note) => sum + note.Amount);
                yield return new PrivateTransaction(
                    new TransactionId(genesis.ChainId.Value), PoolId.Of(tier).ToString(), PoolMethods.NameOf(tier), [],
                    [.. genesis.OutputsOf(tier).Select(Text)], string.Empty, string.Empty, entering, 0, 0);
            }
        }
    }

    private CertifiedHeaderBytes Bytes(BlockHeader header, ulong certified, byte[] certificate, IReadOnlyList<string> links)
    {
        CanonicalWriter roster = new(256);
        blocks.RosterAt(certified).Write(roster);
        return new CertifiedHeaderBytes(
            Convert.ToHexStringLower(header.Encode()), Convert.ToHexStringLower(certificate), Convert.ToHexStringLower(roster.Written))
        {
            Links = links,
        };
    }

    private static ApiException Missing(HistoryLost lost) => lost.Fault switch
    {
        HistoryFault.TooFewPieces => new ApiException(
            ApiErrorCode.NotReady,
            $"Block {lost.Height} is kept in pieces over the members, and {lost.Pieces} of the {lost.Needed} that it takes could be had. Try again when more members are connected; network_status shows which are.",
            nameof(HistoryFault.TooFewPieces), HistoryRetryMs),
        HistoryFault.Busy => new ApiException(
            ApiErrorCode.Busy, "Too many old blocks are being rebuilt from pieces. Try again after the time in retryAfterMs.", nameof(HistoryFault.Busy), HistoryRetryMs),
        HistoryFault.NotArchived => ChainMethods.NotKept(),
        _ => throw new InvariantViolationException($"History is missing by {lost.Fault}."),
    };

    private IndexedBlock OfGenesis() => new(
        0, genesisHeader.Id, 0, genesisHeader.Timestamp, null, [], [],
        [.. genesis.Allocations.Select((allocation, index) => new IndexedObject(
            genesis.ObjectOf(index), 1, (int)ObjectType.Coin, allocation.Lock.Encoded, allocation.Asset, allocation.Amount, null, null))]);

    private Block? Decoded(ulong height)
    {
        ref Block? slot = ref _decoded[(int)(height % (ulong)_decoded.Length)];
        Block? kept = Volatile.Read(ref slot);
        if (kept?.Header.Height == height)
        {
            return kept;
        }

        Block? block = blocks.Block(height);

        // What is not final might still be replaced, by a member that diverged and learned the right one.
        if (block is not null && height <= blocks.FinalHeight)
        {
            Volatile.Write(ref slot, block);
        }

        return block;
    }
}
