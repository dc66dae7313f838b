using Komandor.Ledger.Private;

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
}
