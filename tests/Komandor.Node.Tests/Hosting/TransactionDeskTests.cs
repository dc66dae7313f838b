using Komandor.Ledger;
using Komandor.Node.Api;
using Komandor.Node.Hosting;
using Komandor.Node.Runtime;
using Komandor.Node.Tests.Api;
using Komandor.Replica;
using Komandor.State;

namespace Komandor.Node.Tests.Hosting;

public sealed class TransactionDeskTests : IDisposable
{
    private readonly LedgerNode _node = new();

    public void Dispose() => _node.Dispose();

    [Theory]
    [InlineData(PoolFault.Busy, false)]
    [InlineData(PoolFault.ObjectInUse, false)]
    [InlineData(PoolFault.None, true)]
    public async Task Submit_WhoseClientLeavesBeforeTheAnswer_IsKeptExactlyIfThePoolTookIt(PoolFault answer, bool isKept)
    {
        Transaction payment = _node.Pay(0, 1, 300);
        Assert.Equal(LedgerFault.None, new TransactionVerifier(_node.Genesis.ChainId, _node.Genesis.Shard).Verify(payment, out VerifiedTransaction? verified));
        TaskCompletionSource<PoolFault> pool = new();
        using NodeMetrics metrics = new(_node, _node.Disk);
        TransactionDesk desk = new(
            (_, cancellationToken) => pool.Task.WaitAsync(cancellationToken), new LedgerBlocks(new BlockStore(new MemoryKeyValueStore()), new HistoryReader(_ => false), _node.Genesis.Roster, givesUp: false),
            0, _node.Waiters, new FinalityStatistics(TimeProvider.System), metrics, TimeProvider.System);
        using CancellationTokenSource gone = new();
        Task<IntakeOutcome> submitting = desk.SubmitAsync(verified!, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => submitting);
        Assert.NotNull(desk.Pending(payment.Id));
        pool.SetResult(answer);
        Assert.Equal(isKept, desk.Pending(payment.Id) is not null);
    }
}
