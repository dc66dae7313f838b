using System.Collections.Immutable;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Primitives;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>Opens what a view key sees of one transaction. The key stays in this process.</summary>
/// <remarks>docs/protocol/private-wallet.md §4. The node is asked for the block by its height, and which block that is when it is not known: it learns that somebody looks at
/// this transaction, as an explorer does, and nothing of the key.</remarks>
/// <param name="node">A node of the chain.</param>
public sealed class TransactionOpener(INodeApi node)
{
    // A key that was pasted comes without the count of its addresses; those that look for more scan with it.
    private const ulong GuessedAddresses = 100;

    private readonly NodePrivateChain _chain = new(node);

    /// <summary>Opens a transaction with a view key that somebody gave.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="id">The transaction.</param>
    /// <param name="viewKey">A full or an incoming view key.</param>
    /// <param name="cancellationToken">Honoured while the node is asked.</param>
    /// <returns>Null when no final private transaction has that id.</returns>
    /// <exception cref="WalletException">The text is no view key of this network (W19).</exception>
    public async Task<OpenedTransaction?> OpenAsync(ChainInfo chain, TransactionId id, string viewKey, CancellationToken cancellationToken)
    {
        if (!ViewKeyText.TryRead(viewKey, out string prefix, out FullViewKey? full, out IncomingViewKey? incoming) || prefix != chain.AddressPrefix)
        {
            full?.Dispose();
            incoming?.Dispose();
            throw new WalletException(WalletFault.ViewKey, $"That is no view key of {chain.Network}: it is mistyped, cut off, or another network's. Copy it again.");
        }

        using (full)
        using (incoming)
        {
            TransactionDetails details = await node.CallAsync(
                ApiCatalogue.TransactionGet, new TransactionQuery(id.ToString(), null), cancellationToken).ConfigureAwait(false);
            return details is { State: TransactionState.Final, Height: ulong height }
                && await FindAsync(_chain, height, id, cancellationToken).ConfigureAwait(false) is { } found
                ? Open(full?.Incoming ?? incoming!, full, chain.AddressPrefix, GuessedAddresses, found.Block, found.Transaction, null)
                : null;
        }
    }

    /// <summary>The transaction in the block at a height, which is asked for as a whole; null when it is not there.</summary>
    internal static async Task<(CompactBlock Block, CompactTransaction Transaction)?> FindAsync(
        IPrivateChain chain, ulong height, TransactionId id, CancellationToken cancellationToken)
    {
        CompactPage page = await chain.BlocksAsync(height, cancellationToken).ConfigureAwait(false);
        foreach (CompactBlock block in page.Blocks.Where(block => block.Height == height))
        {
            if (block.Transactions.FirstOrDefault(one => one.Id == id) is { } transaction)
            {
                return (block, transaction);
            }
        }

        return null;
    }

    /// <summary>What keys see of a transaction.</summary>
    /// <param name="incoming">What finds its notes.</param>
    /// <param name="view">What reads whom it paid; null for an incoming view key.</param>
    /// <param name="prefix">The network's.</param>
    /// <param name="addresses">How many addresses were given out.</param>
    /// <param name="block">Its block.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="spent">Units of own notes that it spent, when that is known.</param>
    internal static OpenedTransaction Open(
        IncomingViewKey incoming, FullViewKey? view, string prefix, ulong addresses, CompactBlock block, CompactTransaction transaction, ulong? spent)
    {
        TrialDecryption trial = new(incoming, new AddressTable(incoming, addresses));
        FoundNote[] found = [.. trial.Find(block with { Transactions = [transaction] })];
        RecoveredPayment? paid = view is null ? null : RecoveryCipher.TryOpen(view, prefix, transaction);
        ImmutableArray<OpenedNote> notes = [.. found.Select(note => new OpenedNote(note.Output, note.Value, note.IsChange ? null : note.AddressNumber))];
        bool toAnother = paid is { Value: > 0 };
        return new OpenedTransaction(
            transaction.Id, transaction.Tier, block.Height, block.Time, transaction.Fee, transaction.Entering, transaction.Leaving, transaction.Outputs.Length,
            notes, spent, toAnother ? paid!.To.ToString() : string.Empty, paid?.Value ?? 0, paid?.Memo ?? PrivateScanner.MemoOf(transaction, found));
    }
}
