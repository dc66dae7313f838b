using Komandor.Api;
using Komandor.Api.Messages;

namespace Komandor.Cli.Tests.Serve;

/// <summary>A node that can be out of reach.</summary>
internal sealed class AwayNode(INodeApi node) : INodeApi
{
    public bool IsAway { get; set; }

    public Task<TResult> CallAsync<TParameters, TResult>(
        ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
        where TParameters : notnull
        where TResult : notnull =>
        IsAway ? throw new ApiException(ApiErrorCode.NotReady, "No node answers.") : node.CallAsync(method, parameters, cancellationToken);

    public IAsyncEnumerable<BlockSummary> BlocksAsync(CancellationToken cancellationToken) => node.BlocksAsync(cancellationToken);
}
