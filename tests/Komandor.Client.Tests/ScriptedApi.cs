using System.Runtime.CompilerServices;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Primitives;

namespace Komandor.Client.Tests;

/// <summary>A node that answers <c>chain_info</c> and sends two blocks.</summary>
internal sealed class ScriptedApi : INodeApi
{
    public static readonly ChainInfo Info = new(
        "development", "kmdd", new ChainId(Hash256.Zero), new ShardId(3), 7, new BlockId(Hash256.Zero), 9, new Timestamp(1_700_000_000_123_456),
        Hash256.Zero, ulong.MaxValue, 86_400_000, "test");

    public int Calls { get; private set; }

    /// <summary>What the next calls throw, in order; null answers.</summary>
    public Queue<ApiException?> Refusals { get; } = [];

    public Task<TResult> CallAsync<TParameters, TResult>(
        ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
        where TParameters : notnull
        where TResult : notnull
    {
        Calls++;
        return Refusals.TryDequeue(out ApiException? refusal) && refusal is not null
            ? throw refusal
            : Task.FromResult((TResult)(object)Info);
    }

    public async IAsyncEnumerable<BlockSummary> BlocksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        yield return Block(1);
        yield return Block(2);
    }

    public static BlockSummary Block(ulong height) => new(height, new BlockId(Hash256.Zero), height, new Timestamp(1), 1, 0, true, 12);
}
