using System.Collections.Immutable;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>What a block does, before the state's root is known.</summary>
/// <param name="Input">What consensus decided.</param>
/// <param name="Transactions">The executed transactions, in their order.</param>
/// <param name="Receipts">One for each ordered transaction id with an outcome, in their order.</param>
/// <param name="Changes">At most one change a key; null deletes.</param>
/// <param name="Tags">The names of the tags that it spends.</param>
/// <param name="Faults">What became of each ordered transaction, by its place in the input; no part of the block.</param>
public sealed record ExecutedBlock(
    BlockInput Input,
    ImmutableArray<Transaction> Transactions,
    ImmutableArray<Receipt> Receipts,
    IReadOnlyList<KeyValuePair<Hash256, byte[]?>> Changes,
    IReadOnlyList<Hash256> Tags,
    IReadOnlyList<LedgerFault> Faults)
{
    /// <summary>The block, once <paramref name="stateRoot"/> of the changes is known.</summary>
    public Block Seal(Hash256 stateRoot) => new(
        new BlockHeader
        {
            ChainId = Input.Parent.ChainId,
            Epoch = Input.Epoch,
            Shard = Input.Parent.Shard,
            Height = Input.Parent.Height + 1,
            Round = Input.Round,
            Parent = Input.Parent.Id,
            RosterHash = RosterHash.Of(Input.Roster),
            NextRosterHash = RosterHash.Of(Input.NextRoster),
            TransactionsRoot = Block.RootOf(Transactions.AsSpan()),
            StateRoot = stateRoot,
            ReceiptsRoot = Block.RootOf(Receipts.AsSpan()),
            Timestamp = Input.Timestamp,
            Sealer = Input.Sealer,
        },
        Transactions,
        Receipts);
}
