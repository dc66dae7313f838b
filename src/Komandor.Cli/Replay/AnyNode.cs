using Komandor.Api;
using Komandor.Api.Messages;

namespace Komandor.Cli.Replay;

/// <summary>The nodes of a replay as one: whichever answers.</summary>
internal sealed class AnyNode(Nodes nodes) : INodeApi
{
    /// <inheritdoc/>
    public Task<TResult> CallAsync<TParameters, TResult>(
        ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
        where TParameters : notnull
        where TResult : notnull =>
        nodes.CallAsync(method, parameters, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<BlockSummary> BlocksAsync(CancellationToken cancellationToken) => nodes.Clients[0].BlocksAsync(cancellationToken);
}
