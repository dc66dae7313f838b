using System.Text.Json;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Network;
using Komandor.Node.Runtime;
using Komandor.Node.Storage;
using Komandor.Node.Tests.Api;
using Komandor.Primitives;
using Komandor.Replica;
using Microsoft.Extensions.Logging.Abstractions;

namespace Komandor.Node.Tests.Runtime;

/// <summary>The runtime over RocksDB with a roster of one member, which is a supermajority alone. Networks are tested with processes, elsewhere.</summary>
public sealed class MemberRuntimeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("komandor-runtime-").FullName;

    [Fact]
    public async Task Submit_APayment_BecomesFinalAndSurvivesARestart()
    {
        Genesis genesis = OneMember();
        TransactionId paid;
        Hash256 root;
        await using (Running first = Running.Start(genesis, _folder))
        {
            Transaction payment = Pay(genesis, 1_000);
            paid = payment.Id;
            (BlockHeader header, IReadOnlyList<Receipt> receipts) = await first.FinalAsync(payment);
            Receipt receipt = Assert.Single(receipts);
            Assert.Equal(paid, receipt.TransactionId);
            Assert.True(receipt.Executed);
            root = header.StateRoot;
            Assert.Equal(root, first.Member.StateAt(header.Height)!.Root);
        }

        await using (Running second = Running.Start(genesis, _folder))
        {
            await second.ReadyAsync();
            Assert.Equal(1UL, second.Member.Status!.Height);
            Assert.Equal(root, second.Member.StateAt(1)!.Root);

            // The coin is used: ordering the same payment again changes nothing.
            (BlockHeader header, IReadOnlyList<Receipt> receipts) = await second.FinalAsync(Pay(genesis, 1_000));
            Assert.Equal(LedgerFault.ObjectNotFound, Assert.Single(receipts).Fault);
            Assert.Equal(2UL, header.Height);
        }
    }

    [Fact]
    public async Task Submit_TheSameTwice_IsAnsweredTwiceAndExecutedOnce()
    {
        Genesis genesis = OneMember();
        await using Running running = Running.Start(genesis, _folder);
        await running.ReadyAsync();
        VerifiedTransaction payment = Verified(genesis, Pay(genesis, 2_000));
        Task<PoolFault> one = running.Member.SubmitAsync(payment, TestContext.Current.CancellationToken);
        Task<PoolFault> two = running.Member.SubmitAsync(payment, TestContext.Current.CancellationToken);
        PoolFault[] answers = await Task.WhenAll(one, two);
        Assert.All(answers, answer => Assert.Equal(PoolFault.None, answer));
    }

    [Fact]
    public async Task Submit_BeforeTheStart_IsRefusedAsNotReady()
    {
        Genesis genesis = OneMember();
        using RocksKeyValueStore store = new(Path.Combine(_folder, "store"));
        await using PeerHub peers = Running.Hub(genesis);
        MemberRuntime member = Running.Runtime(genesis, store, new FolderStateFiles(Path.Combine(_folder, "state")), peers);
        Assert.Equal(PoolFault.NotReady, await member.SubmitAsync(Verified(genesis, Pay(genesis, 1)), TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Genesis OneMember()
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            network = "test",
            addressPrefix = "kmdt",
            time = "2026-01-01T00:00:00Z",
            shard = 0,
            parameters = new { workPrice = 1, validityHorizonSeconds = 86_400, weakSubjectivitySeconds = 1_000_000 },
            members = new[] { new { id = 1, key = LedgerNode.Key(9).PublicKey.ToString(), weight = 1 } },
            allocations = new[] { new { to = LedgerNode.Owner(0).ToString(), units = 1_000_000, label = "account" } },
        });
        Assert.True(Genesis.TryParse(json, out Genesis? genesis, out GenesisFault fault), fault.ToString());
        return genesis;
    }

    private static Transaction Pay(Genesis genesis, ulong amount)
    {
        const ulong Fee = 1_000;
        TransactionBody body = new TransactionDraft
        {
            ChainId = genesis.ChainId,
            Shard = genesis.Shard,
            Inputs = [new TransactionInput(genesis.ObjectOf(0), 1)],
            Outputs =
            [
                TransactionOutput.Coin(LedgerNode.Owner(1), AssetId.Kmcc, amount),
                TransactionOutput.Coin(LedgerNode.Owner(0), AssetId.Kmcc, 1_000_000 - amount - Fee),
            ],
            Fee = Fee,
            ValidUntil = Timestamp.From(TimeProvider.System.GetUtcNow()).Plus(3600 * Timestamp.PerSecond),
        }.Build();
        using SigningKey key = LedgerNode.Key(0);
        return Transaction.Create(body, Witness.Sign(LedgerNode.Owner(0), key, body));
    }

    private static VerifiedTransaction Verified(Genesis genesis, Transaction transaction)
    {
        Assert.Equal(LedgerFault.None, new TransactionVerifier(genesis.ChainId, genesis.Shard).Verify(transaction, out VerifiedTransaction? verified));
        return verified!;
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly RocksKeyValueStore _store;
        private readonly PeerHub _peers;
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;
        private readonly Genesis _genesis;

        private Running(Genesis genesis, RocksKeyValueStore store, FolderStateFiles files)
        {
            _genesis = genesis;
            _store = store;
            _peers = Hub(genesis);
            Member = Runtime(genesis, store, files, _peers);
            _running = Member.RunAsync(_stop.Token);
        }

        internal MemberRuntime Member { get; }

        internal static Running Start(Genesis genesis, string folder) => new(
            genesis, new RocksKeyValueStore(Path.Combine(folder, "store")), new FolderStateFiles(Path.Combine(folder, "state")));

        internal static PeerHub Hub(Genesis genesis) => new(
            new NodeIdentity(new MemberId(1), LedgerNode.Key(9)), new LinkScope(genesis.ChainId, genesis.Shard), new LinkOptions(), TimeProvider.System,
            NullLogger<PeerHub>.Instance);

        internal static MemberRuntime Runtime(Genesis genesis, RocksKeyValueStore store, FolderStateFiles files, PeerHub peers) => new(
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

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            await _peers.DisposeAsync();
            _store.Dispose();
            _stop.Dispose();
        }
    }
}
