using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Proofs;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>What a private wallet asks of a node: whole blocks in order, and nothing about a note of its own.</summary>
/// <remarks>docs/protocol/private-wallet.md §6.</remarks>
public interface IPrivateChain
{
    /// <summary>The chain's numbers of private money.</summary>
    Task<PrivateParameters> ParametersAsync(CancellationToken cancellationToken);

    /// <summary>The private parts of final blocks from a height on, in order; blocks without any may be left out.</summary>
    /// <param name="from">The first height.</param>
    /// <param name="cancellationToken">Honoured while the node is asked.</param>
    Task<CompactPage> BlocksAsync(ulong from, CancellationToken cancellationToken);

    /// <summary>The anchors of a pool from a height on, ascending; empty at the end.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="from">The first height.</param>
    /// <param name="cancellationToken">Honoured while the node is asked.</param>
    Task<IReadOnlyList<PoolAnchor>> AnchorsAsync(PoolId pool, ulong from, CancellationToken cancellationToken);

    /// <summary>What the genesis of a chain says, proved by the chain's id; null where nothing can be proved, as on a chain that is made up for a measurement.</summary>
    /// <exception cref="ProofException">The node's genesis is another (W30).</exception>
    Task<PoolTrust?> TrustAsync(ChainId chain, CancellationToken cancellationToken);

    /// <summary>A pool's running hash in a newest certified state.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="trust">What its genesis says.</param>
    /// <param name="pool">The pool.</param>
    /// <param name="tip">The newest height that the node named: at 0 the genesis is the proof.</param>
    /// <param name="cancellationToken">Honoured while the node is asked.</param>
    /// <exception cref="ProofException">The node cannot prove it (W30 to W32).</exception>
    Task<PoolProof> ProveAsync(ChainId chain, PoolTrust trust, PoolId pool, ulong tip, CancellationToken cancellationToken);
}
