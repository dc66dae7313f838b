using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.FakeNode;

namespace Komandor.Wallet.Tests.Private;

/// <summary>A node that tells what a chain tells, but for what it lies about.</summary>
internal sealed class LyingNode(PrivateLedger ledger) : INodeApi
{
    /// <summary>What it makes of a page of blocks.</summary>
    internal Func<PrivateBlockPage, PrivateBlockPage> Blocks { get; set; } = page => page;

    /// <summary>What it makes of a page of anchors.</summary>
    internal Func<PrivateAnchorPage, PrivateAnchorPage> Anchors { get; set; } = page => page;

    /// <summary>What it makes of a proof.</summary>
    internal Func<ObjectProofBytes, ObjectProofBytes> Proofs { get; set; } = proof => proof;

    /// <summary>What it makes of the genesis.</summary>
    internal Func<EncodedGenesis, EncodedGenesis> Genesis { get; set; } = genesis => genesis;

    /// <inheritdoc/>
    public async Task<TResult> CallAsync<TParameters, TResult>(
        ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
        where TParameters : notnull
        where TResult : notnull
    {
        object result = await ledger.CallAsync(method, parameters, cancellationToken);
        return (TResult)(result switch
        {
            PrivateBlockPage page => Blocks(page),
            PrivateAnchorPage page => Anchors(page),
            ObjectProofBytes proof => Proofs(proof),
            EncodedGenesis genesis => Genesis(genesis),
            _ => result,
        });
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<BlockSummary> BlocksAsync(CancellationToken cancellationToken) => ledger.BlocksAsync(cancellationToken);
}
