using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Cryptography.Curve25519;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Private.Disclosure;

/// <summary>Verifies proofs that somebody showed, with what a node says of the chain. It needs no wallet.</summary>
/// <remarks>docs/protocol/private-wallet.md §8. A proof is judged again whenever something that it names was fetched: it names a bounded number of things.</remarks>
/// <param name="node">The node, which is believed about notes and tags.</param>
public sealed class DisclosureVerifier(INodeApi node)
{
    private const int MaximumRounds = 4096;

    private readonly NodePrivateChain _chain = new(node);
    private readonly Dictionary<TransactionId, CompactTransaction?> _transactions = [];
    private readonly Dictionary<(PrivateTier, ulong), PoolNote?> _notes = [];
    private readonly Dictionary<ulong, BlockId?> _anchors = [];
    private HashSet<ObjectId>? _spent;
    private Func<CancellationToken, Task>? _missing;

    /// <summary>Judges a proof.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="text">The proof.</param>
    /// <param name="message">The message that it must be bound to.</param>
    /// <param name="cancellationToken">Honoured while the node is asked.</param>
    public async Task<DisclosureResult> VerifyAsync(ChainInfo chain, string text, string message, CancellationToken cancellationToken)
    {
        if (!DisclosureText.TryRead(text, out DisclosureKind kind, out ChainId madeFor, out byte[] fields))
        {
            return DisclosureResult.Refused(DisclosureFault.Malformed);
        }

        if (madeFor != chain.ChainId)
        {
            return DisclosureResult.Refused(DisclosureFault.OtherChain, kind);
        }

        PrivateParameters parameters = await _chain.ParametersAsync(cancellationToken).ConfigureAwait(false);
        for (int round = 0; round < MaximumRounds; round++)
        {
            _missing = null;
            DisclosureResult result = kind switch
            {
                DisclosureKind.Payment => PaymentDisclosure.Verify(chain.ChainId, chain.AddressPrefix, message, fields, Transaction),
                DisclosureKind.Spend => SpendDisclosure.Verify(chain.ChainId, message, fields, Transaction, index => Note(PrivateTier.Ring, index)),
                _ => ReserveDisclosure.Verify(chain.ChainId, message, fields, Note, height => Weight(chain.ChainId, parameters, height), IsSpent),
            };
            if (_missing is null)
            {
                return result;
            }

            await _missing(cancellationToken).ConfigureAwait(false);
        }

        return DisclosureResult.Refused(DisclosureFault.Malformed, kind);
    }

    private CompactTransaction? Transaction(TransactionId id) => Get(_transactions, id, async cancelled =>
    {
        TransactionDetails details = await node.CallAsync(ApiCatalogue.TransactionGet, new TransactionQuery(id.ToString(), null), cancelled).ConfigureAwait(false);
        if (details is not { State: TransactionState.Final, Height: ulong height })
        {
            return null;
        }

        CompactPage page = await _chain.BlocksAsync(height, cancelled).ConfigureAwait(false);
        return page.Blocks.SelectMany(block => block.Transactions).FirstOrDefault(one => one.Id == id);
    });

    private PoolNote? Note(PrivateTier tier, ulong index) => Get(_notes, (tier, index), async cancelled =>
    {
        PoolQuery query = new(tier == PrivateTier.Ring ? "ring" : "shielded", index, 1);
        PrivateNotePage page = await node.CallAsync(ApiCatalogue.PrivateNotes, query, cancelled).ConfigureAwait(false);
        return page.Notes.Count == 1 ? Read(page.Notes[0]) : (PoolNote?)null;
    });

    private Scalar? Weight(ChainId chain, PrivateParameters parameters, ulong noteHeight)
    {
        ulong height = NoteWeight.AnchorOf(noteHeight, parameters.AnchorBlocks);
        BlockId? block = Get(_anchors, height, async cancelled =>
        {
            IReadOnlyList<PoolAnchor> anchors = await _chain.AnchorsAsync(PoolId.Shielded, height, cancelled).ConfigureAwait(false);
            return anchors.Count > 0 && anchors[0].Height == height ? anchors[0].Block : (BlockId?)null;
        });
        return block is null ? null : NoteWeight.Of(chain, PoolId.Shielded, height, block.Value);
    }

    // Every tag of the chain is read, so that the node is not asked about the prover's.
    private bool IsSpent(ObjectId tag)
    {
        if (_spent is null)
        {
            _missing ??= ReadTagsAsync;
        }

        return _spent?.Contains(tag) ?? false;
    }

    private async Task ReadTagsAsync(CancellationToken cancelled)
    {
        HashSet<ObjectId> spent = [];
        CompactPage page;
        ulong next = 0;
        do
        {
            page = await _chain.BlocksAsync(next, cancelled).ConfigureAwait(false);
            foreach (CompactTransaction transaction in page.Blocks.SelectMany(block => block.Transactions))
            {
                spent.UnionWith(transaction.Tags.Select(tag => PrivateObjects.Tag(PoolId.Of(transaction.Tier), tag)));
            }

            next = page.Next;
        }
        while (page.Next <= page.Tip);
        _spent = spent;
    }

    private TValue? Get<TKey, TValue>(Dictionary<TKey, TValue> known, TKey key, Func<CancellationToken, Task<TValue>> fetch)
        where TKey : notnull
    {
        if (known.TryGetValue(key, out TValue? value))
        {
            return value;
        }

        _missing ??= async cancelled => known[key] = await fetch(cancelled).ConfigureAwait(false);
        return default;
    }

    private static PoolNote? Read(string text)
    {
        byte[] bytes = text.Length == 144 ? Convert.FromHexString(text) : [];
        CanonicalReader reader = new(bytes);
        PoolNote note = new(reader.Hash(), reader.Hash(), reader.UInt64());
        return reader.TryFinish(out _) ? note : null;
    }
}
