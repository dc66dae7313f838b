using System.Text.Json;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Node.Tests.Api;
using Komandor.Primitives;
using Komandor.PrivatePayer;
using Komandor.PrivatePayer.Refused;

namespace Komandor.Node.Tests.Runtime;

/// <summary>What must be refused, offered to a member over RocksDB and the state's files, and again when it was closed and opened from them.</summary>
public sealed class RefusedMoneyOnDiskTests : IDisposable
{
    private const ulong CoinAmount = 1_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("komandor-refused-").FullName;
    private readonly Payer _ada = new("Ada", "kmdt");
    private readonly Genesis _genesis;

    public RefusedMoneyOnDiskTests()
    {
        _genesis = GenesisOf(_ada);
        _ada.Observe(_genesis);
    }

    [Fact]
    [Trait("lane", "nightly")]
    public async Task Offers_BeforeAndAfterARestartFromTheDisk_AreRefusedByTheSameRules()
    {
        IReadOnlyList<RefusedTransaction> list;
        Hash256 root;
        await using (RunningMember first = RunningMember.Start(_genesis, _folder))
        {
            Transaction entering = _ada.Enter(Draft(0), PrivateTier.Shielded, CoinAmount, _ada.Address, 7, LedgerNode.Owner(0), LedgerNode.Key(0), 1);
            BlockHeader header = (await first.FinalAsync(entering)).Header;
            list = Make(first, header);
            header = (await first.FinalAsync(Paid(header, first, 1))).Header;
            root = header.StateRoot;
            Assert.Empty(Wrong(first, list));
            Assert.Equal(0, first.Member.Status!.PoolTransactions);
        }

        await using (RunningMember second = RunningMember.Start(_genesis, _folder))
        {
            await second.ReadyAsync();
            Assert.Empty(Wrong(second, list));
            ulong height = second.Member.Status!.Height;
            Assert.Equal(root, second.Member.StateAt(height)!.Root);

            // Ordered without being asked: the block says the same as the member that was asked.
            RefusedTransaction spent = list[^1];
            Assert.True(Transaction.TryDecode(spent.Encoded, out Transaction? rival, out _));
            Assert.Equal(spent.Fault, (await second.FinalAsync(rival)).Receipts.Single().Fault);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The last pays by a note that another payment takes afterwards.
    private IReadOnlyList<RefusedTransaction> Make(RunningMember member, BlockHeader head)
    {
        PoolView view = View(head, member);
        RefusedTransactions maker = new(_ada, view, Draft(null), new TransactionInput(_genesis.ObjectOf(1), 1), CoinAmount, LedgerNode.Key(1));
        Transaction rival = Paid(head, member, 2);
        Assert.Equal([LedgerFault.None], member.Member.Foresee([rival]));
        return
            [.. maker.Make().Where(one => one.Fault != LedgerFault.FeeNotExact), new RefusedTransaction(11, "note that was spent since", rival.Encoded.ToArray(), LedgerFault.TagSpent)];
    }

    private Transaction Paid(BlockHeader head, RunningMember member, ulong value) =>
        _ada.PayShielded(Draft(null), View(head, member), new CoverSets(), _ada.NotesOf(PrivateTier.Shielded)[15..16], _ada.Address, value, 1);

    private PoolView View(BlockHeader head, RunningMember member) => new(member.Member.StateAt(head.Height)!, head, _genesis.Parameters.Private);

    private (RefusedTransaction Refused, LedgerFault Said)[] Wrong(RunningMember member, IReadOnlyList<RefusedTransaction> list) =>
        [.. list.Select(one => (one, Judge(member, one))).Where(said => said.Item2 != said.one.Fault)];

    private LedgerFault Judge(RunningMember member, RefusedTransaction refused)
    {
        LedgerFault fault = Transaction.TryDecode(refused.Encoded, out Transaction? transaction, out LedgerFault undecoded)
            ? new TransactionVerifier(_genesis.ChainId, _genesis.Shard).Verify(transaction, out _)
            : undecoded;
        return fault != LedgerFault.None ? fault : member.Member.Foresee([transaction!])[0];
    }

    private TransactionDraft Draft(int? coin) => new()
    {
        ChainId = _genesis.ChainId,
        Shard = _genesis.Shard,
        Inputs = coin is int index ? [new TransactionInput(_genesis.ObjectOf(index), 1)] : [],
        ValidUntil = Timestamp.From(TimeProvider.System.GetUtcNow()).Plus(3_600 * Timestamp.PerSecond),
    };

    private static Genesis GenesisOf(Payer ada)
    {
        object[] coins = [.. Enumerable.Range(0, 2).Select(index => (object)new { to = LedgerNode.Owner(index).ToString(), units = CoinAmount, label = "account" })];
        object[] notes = [.. Enumerable.Range(0, 32).Select(index => (object)new { to = ada.Address.ToString(), units = 100_000, tier = index % 2 == 0 ? "ring" : "shielded" })];
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            network = "test",
            addressPrefix = "kmdt",
            time = "2026-01-01T00:00:00Z",
            shard = 0,
            parameters = new { workPrice = 1, validityHorizonSeconds = 86_400, weakSubjectivitySeconds = 1_000_000, anchorBlocks = 1, anchorWindow = 1_024, minimumCover = 16, minimumRing = 16 },
            members = new[] { new { id = 1, key = LedgerNode.Key(9).PublicKey.ToString(), weight = 1 } },
            allocations = coins.Concat(notes),
        });
        Assert.True(Genesis.TryParse(json, out Genesis? genesis, out GenesisFault fault), fault.ToString());
        return genesis;
    }
}
