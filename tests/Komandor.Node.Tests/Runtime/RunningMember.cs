using Komandor.Ledger;
using Komandor.Network;
using Komandor.Node.Runtime;
using Komandor.Node.Storage;
using Komandor.Node.Tests.Api;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Komandor.Node.Tests.Runtime;

/// <summary>The only member of its roster, at work on a folder.</summary>
internal sealed class RunningMember : IAsyncDisposable
{
    private readonly RocksKeyValueStore _store;
    private readonly PeerHub _peers;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly Genesis _genesis;

    private RunningMember(Genesis genesis, RocksKeyValueStore store, FolderStateFiles files)
    {
        _genesis = genesis;
        _store = store;
        _peers = Hub(genesis);
        Member = Runtime(genesis, store, files, _peers);
        _running = Member.RunAsync(_stop.Token);
    }

    internal MemberRuntime Member { get; }

    internal static RunningMember Start(Genesis genesis, string folder) => new(
        genesis, new RocksKeyValueStore(Path.Combine(folder, "store")), new FolderStateFiles(Path.Combine(folder, "state")));

    internal static PeerHub Hub(Genesis genesis) => new(
        new NodeIdentity(new MemberId(1), LedgerNode.Key(9)), new LinkScope(genesis.ChainId, genesis.Shard), new LinkOptions(), TimeProvider.System,
        NullLogger<PeerHub>.Instance);

    internal static MemberRuntime Runtime(Genesis genesis, IKeyValueStore store, FolderStateFiles files, PeerHub peers) => new(
        new ReplicaSettings { Self = new MemberId(1) }, new ChainContext(genesis), LedgerNode.Key(9), store, files, peers, SerialForkJoin.Instance,
        TimeProvider.System, NullLogger<MemberRuntime>.Instance);

    internal async Task ReadyAsync()
    {
        while (Member.Status?.Readiness != Replica.Readiness.Ready)
        {
            Assert.False(_running.IsCompleted, _running.Exception?.ToString());
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    internal async Task<(BlockHeader Header, IReadOnlyList<Receipt> Receipts)> FinalAsync(Transaction transaction)
    {
        await ReadyAsync();
        TaskCompletionSource<(BlockHeader, IReadOnlyList<Receipt>)> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        IReadOnlyList<Receipt>? executed = null;
        ulong height = 0;
        Member.BlockExecuted += (header, receipts) =>
        {
            if (receipts.Any(receipt => receipt.TransactionId == transaction.Id))
            {
                (executed, height) = (receipts, header.Height);
            }
        };
        Member.BlockBecameFinal += header =>
        {
            if (executed is not null && header.Height >= height)
            {
                done.TrySetResult((header, executed));
            }
        };
        Assert.Equal(PoolFault.None, await Member.SubmitAsync(Verified(_genesis, transaction), TestContext.Current.CancellationToken));
        return await done.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    internal static VerifiedTransaction Verified(Genesis genesis, Transaction transaction)
    {
        Assert.Equal(LedgerFault.None, new TransactionVerifier(genesis.ChainId, genesis.Shard).Verify(transaction, out VerifiedTransaction? verified));
        return verified!;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _peers.DisposeAsync();
        _store.Dispose();
        _stop.Dispose();
    }
}
