using System.Text.Json;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Network;
using Komandor.Node.Runtime;
using Komandor.Node.Storage;
using Komandor.Node.Tests.Api;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.State;

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
        await using (RunningMember first = RunningMember.Start(genesis, _folder))
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

        await using (RunningMember second = RunningMember.Start(genesis, _folder))
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
        await using RunningMember running = RunningMember.Start(genesis, _folder);
        await running.ReadyAsync();
        VerifiedTransaction payment = RunningMember.Verified(genesis, Pay(genesis, 2_000));
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
        await using PeerHub peers = RunningMember.Hub(genesis);
        MemberRuntime member = RunningMember.Runtime(genesis, store, new FolderStateFiles(Path.Combine(_folder, "state")), peers);
        Assert.Equal(PoolFault.NotReady, await member.SubmitAsync(RunningMember.Verified(genesis, Pay(genesis, 1)), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_OnADiskThatFillsUp_EndsSayingSoAndGoesOnFromThereAfterwards()
    {
        Genesis genesis = OneMember();
        Transaction payment = Pay(genesis, 3_000);
        using (RocksKeyValueStore store = new(Path.Combine(_folder, "store")))
        {
            FullDisk disk = new(store);
            await using PeerHub peers = RunningMember.Hub(genesis);
            MemberRuntime member = RunningMember.Runtime(genesis, disk, new FolderStateFiles(Path.Combine(_folder, "state")), peers);
            Task running = member.RunAsync(TestContext.Current.CancellationToken);
            while (member.Status?.Readiness != Replica.Readiness.Ready)
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            disk.IsFull = true;
            _ = member.SubmitAsync(RunningMember.Verified(genesis, payment), TestContext.Current.CancellationToken);
            IOException failure = await Assert.ThrowsAnyAsync<IOException>(() => running.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
            Assert.Contains("the disk is full", failure.Message, StringComparison.Ordinal);
        }

        await using RunningMember again = RunningMember.Start(genesis, _folder);
        (_, IReadOnlyList<Receipt> receipts) = await again.FinalAsync(payment);
        Assert.True(Assert.Single(receipts).Executed);
    }

    private sealed class FullDisk(IKeyValueStore store) : IKeyValueStore
    {
        internal volatile bool IsFull;

        public byte[]? Get(ReadOnlySpan<byte> key) => store.Get(key);

        public IEnumerable<KeyValuePair<byte[], byte[]>> Scan(byte[] prefix, byte[] from) => store.Scan(prefix, from);

        public void Write(KeyValueBatch batch, bool durable)
        {
            if (IsFull)
            {
                throw new IOException("The store cannot be used: the disk is full.");
            }

            store.Write(batch, durable);
        }
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
}
