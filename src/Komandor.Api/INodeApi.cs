namespace Komandor.Api;

/// <summary>A node's public API: over the wire for wallets, in the process for the node's own explorer.</summary>
public interface INodeApi
{
    /// <summary>Calls <paramref name="method"/>.</summary>
    /// <exception cref="ApiException">The node refused, and says why.</exception>
    Task<TResult> CallAsync<TParameters, TResult>(
        ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
        where TParameters : notnull
        where TResult : notnull;

    /// <summary>New blocks as they become final, from now on; ends when the node stops.</summary>
    IAsyncEnumerable<Messages.BlockSummary> BlocksAsync(CancellationToken cancellationToken);
}
