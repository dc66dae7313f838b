using System.Collections.Immutable;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Cryptography.Curve25519;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.State;
using Komandor.Wallet.Proofs;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>A node's word on private money, by its public API; what is malformed is refused as if the node were broken.</summary>
/// <param name="node">The node.</param>
public sealed class NodePrivateChain(INodeApi node) : IPrivateChain
{
    private const int BlocksPerPage = 1000;
    private const int AnchorsPerPage = 1024;
    private const string RingTier = "ring";
    private const string ShieldedTier = "shielded";

    private Genesis? _genesis;

    /// <inheritdoc/>
    public async Task<PrivateParameters> ParametersAsync(CancellationToken cancellationToken)
    {
        PoolReport report = await node.CallAsync(ApiCatalogue.PoolList, new NoParameters(), cancellationToken).ConfigureAwait(false);
        PrivateParameters parameters = new(report.AnchorBlocks, report.AnchorWindow, report.MinimumCover, report.MinimumRing);
        return parameters.IsSound ? parameters : throw Broken();
    }

    /// <inheritdoc/>
    public async Task<CompactPage> BlocksAsync(ulong from, CancellationToken cancellationToken)
    {
        PrivateBlockPage page = await node.CallAsync(
            ApiCatalogue.PrivateBlocks, new PrivateBlockQuery(from, BlocksPerPage), cancellationToken).ConfigureAwait(false);
        ulong least = from;
        foreach (PrivateBlock block in Said(page.Blocks))
        {
            least = block.Height >= least && block.Height < page.Next ? block.Height + 1 : throw Broken();
        }

        // A node that is behind says where it was asked to begin; none knows what is above its newest block.
        bool isNext = page.Next == from ? page.Next > page.Height : page.Next > from && page.Next - 1 <= page.Height;
        CompactPage read = isNext ? new CompactPage([.. page.Blocks.Select(Read)], page.Next, page.Height) : throw Broken();
        RequireElements(read);
        return read;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PoolAnchor>> AnchorsAsync(PoolId pool, ulong from, CancellationToken cancellationToken)
    {
        PoolQuery query = new(pool == PoolId.Ring ? RingTier : ShieldedTier, from, AnchorsPerPage);
        PrivateAnchorPage page = await node.CallAsync(ApiCatalogue.PrivateAnchors, query, cancellationToken).ConfigureAwait(false);
        ulong least = from;
        foreach (PrivateAnchor anchor in Said(page.Anchors))
        {
            least = anchor.Height >= least ? anchor.Height + 1 : throw Broken();
        }

        return [.. page.Anchors.Select(anchor => new PoolAnchor(anchor.Height, anchor.Size, anchor.BlockId))];
    }

    /// <inheritdoc/>
    public async Task<PoolTrust?> TrustAsync(ChainId chain, CancellationToken cancellationToken)
    {
        _genesis ??= await StateVerifier.GenesisAsync(node, chain, cancellationToken).ConfigureAwait(false);
        return new PoolTrust(_genesis.Shard, _genesis.Roster, _genesis.Parameters.Private);
    }

    /// <inheritdoc/>
    public async Task<PoolProof> ProveAsync(ChainId chain, PoolTrust trust, PoolId pool, ulong tip, CancellationToken cancellationToken)
    {
        if (tip == 0)
        {
            _genesis ??= await StateVerifier.GenesisAsync(node, chain, cancellationToken).ConfigureAwait(false);
            return OfGenesis(_genesis, pool);
        }

        ObjectId id = PrivateObjects.History(pool);
        ObjectProofBytes proof = await node.CallAsync(ApiCatalogue.ObjectProve, new ObjectQuery(id.ToString()), cancellationToken).ConfigureAwait(false);
        ProofFault? fault = new StateVerifier(chain, trust.Shard, trust.Roster).Check(id.Value, proof, out BlockHeader? header, out byte[]? value);
        return fault is null && PoolHistory.TryDecode(value, out Hash256 history)
            ? new PoolProof(header!.Height, header.Id, history)
            : throw new ProofException(
                fault ?? ProofFault.StateProof, $"The node cannot prove what is in the private pools ({fault ?? ProofFault.StateProof}). Do not trust it; use another node.");
    }

    // Nobody signs block 0: whoever has the genesis makes its state again.
    private static PoolProof OfGenesis(Genesis genesis, PoolId pool)
    {
        IReadOnlyList<KeyValuePair<Hash256, byte[]?>> entries = genesis.InitialState();
        CompactStateStore state = new(new MemoryStateFiles(), "genesis");
        byte[]? value = entries.FirstOrDefault(entry => entry.Key == PrivateObjects.History(pool).Value).Value;
        Invariant.Require(PoolHistory.TryDecode(value, out Hash256 history));
        return new PoolProof(0, genesis.Header(state.Stage(entries).Root).Id, history);
    }

    private static CompactBlock Read(PrivateBlock block) => new(block.Height, block.Id, block.Time, [.. Said(block.Transactions).Select(Read)]);

    private static CompactTransaction Read(PrivateTransaction transaction)
    {
        PrivateTier tier = transaction.Tier switch
        {
            RingTier => PrivateTier.Ring,
            ShieldedTier => PrivateTier.Shielded,
            _ => throw Broken(),
        };
        Hash256 nonce = ReadHash(transaction.Nonce);
        ImmutableArray<Hash256> tags = [.. Said(transaction.Tags).Select(ReadHash)];
        if (tags.Length > 0 && tags[0] != nonce)
        {
            throw Broken();
        }

        return new CompactTransaction(
            transaction.Id, tier, nonce, transaction.Fee, transaction.Entering, transaction.Leaving, tags,
            [.. Said(transaction.Outputs).Select(output => new CompactOutput(0, ReadOutput(output)))],
            ReadBytes(transaction.SealedMemo, PrivateLimits.SealedMemoSizeBytes),
            ReadBytes(transaction.Recovery, PrivateLimits.RecoverySizeBytes));
    }

    private static PrivateOutput ReadOutput(string text)
    {
        byte[] bytes = ReadBytes(text, PrivateLimits.OutputSizeBytes);
        CanonicalReader reader = new(bytes);
        PrivateOutput output = PrivateOutput.Read(ref reader);
        return reader.TryFinish(out _) ? output : throw Broken();
    }

    // The genesis has no memo and no recovery.
    private static byte[] ReadBytes(string text, int sizeBytes)
    {
        try
        {
            byte[] bytes = Convert.FromHexString(Said(text));
            return bytes.Length == sizeBytes || bytes.Length == 0 ? bytes : throw Broken();
        }
        catch (FormatException)
        {
            throw Broken();
        }
    }

    private static Hash256 ReadHash(string text) => Hash256.TryParse(Said(text), out Hash256 hash) ? hash : throw Broken();

    // No member takes another point into a pool, and cover sets and rings are made of what is copied here.
    private static void RequireElements(CompactPage page)
    {
        CompactOutput[] outputs = [.. page.Blocks.SelectMany(block => block.Transactions).SelectMany(transaction => transaction.Outputs)];
        byte[] encoded = new byte[2 * outputs.Length * Ristretto255.SizeBytes];
        for (int index = 0; index < outputs.Length; index++)
        {
            outputs[index].Output.Key.CopyTo(encoded.AsSpan(2 * index * Ristretto255.SizeBytes));
            outputs[index].Output.Commitment.CopyTo(encoded.AsSpan(((2 * index) + 1) * Ristretto255.SizeBytes));
        }

        if (!Ristretto255.TryReadBatch(encoded, new EdwardsPoint[2 * outputs.Length], new bool[2 * outputs.Length]))
        {
            throw Broken();
        }
    }

    // What is missing in the answer is null here, whatever the type says.
    private static T Said<T>(T? part)
        where T : class => part ?? throw Broken();

    private static ApiException Broken() => new(ApiErrorCode.NotReady, "The node's answer makes no sense. Use another node.");
}
