using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.PrivatePayer;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;

namespace Komandor.Replica.Tests;

/// <summary>Private transactions in waiting, in blocks and across restarts.</summary>
public sealed class PrivateMoneyTests
{
    private readonly Payer _ada = new("Ada", "kmdt");
    private readonly TestNetwork _network;

    public PrivateMoneyTests() => _network = new TestNetwork(payer: _ada);

    [Theory]
    [InlineData(PrivateTier.Ring)]
    [InlineData(PrivateTier.Shielded)]
    public void Submit_OfATagInUse_IsRefusedByRuleGP2(PrivateTier tier)
    {
        _network.StartAll();
        _network.Run(100);
        VerifiedTransaction first = Pay(tier, 1);
        VerifiedTransaction second = Pay(tier, 2);
        _network.Members[0].HoldsSyncs = true;
        Assert.Equal([PoolFault.None, PoolFault.ObjectInUse, PoolFault.None], new[] { first, second, first }.Select(Submit));
    }

    [Fact]
    public void Restart_OfAllMembers_KeepsTagsSpent()
    {
        _network.StartAll();
        _network.Run(100);
        VerifiedTransaction[] first = [Pay(PrivateTier.Ring, 1), Pay(PrivateTier.Shielded, 1)];
        VerifiedTransaction[] again = [Pay(PrivateTier.Ring, 2), Pay(PrivateTier.Shielded, 2)];
        Assert.All(first, one => Assert.Equal(PoolFault.None, Submit(one)));
        _network.Run(1_000);
        Assert.Equal([LedgerFault.None, LedgerFault.None], first.Select(Outcome));
        foreach (TestMember member in _network.Members)
        {
            _network.Kill(member);
        }

        _network.StartAll();
        _network.Run(200);
        Assert.All(again, one => Assert.Equal(PoolFault.None, Submit(one)));
        _network.Run(1_000);
        Assert.Equal([LedgerFault.TagSpent, LedgerFault.TagSpent], again.Select(Outcome));
        Assert.Single(_network.Members.Select(member => member.Executor.State.Root).Distinct());
    }

    private VerifiedTransaction Pay(PrivateTier tier, ulong value)
    {
        TestMember member = _network.Members[0];
        BlockHeader head = member.Blocks.Header(member.Executor.State.Version - 1)!;
        PoolView view = new(member.Executor.State, head, _network.Chain.Genesis.Parameters.Private);
        TransactionDraft draft = new()
        {
            ChainId = _network.Chain.Chain,
            Shard = _network.Chain.Shard,
            ValidUntil = _network.Moment.Now.Plus(600 * Timestamp.PerSecond),
        };
        Transaction transaction = tier == PrivateTier.Ring
            ? _ada.PayRing(draft, view, _ada.NotesOf(tier)[..1], [new(_ada.Address, value)], 1)
            : _ada.PayShielded(draft, view, new CoverSets(), _ada.NotesOf(tier)[..1], _ada.Address, value, 1);
        Assert.Equal(LedgerFault.None, new TransactionVerifier(_network.Chain.Chain, _network.Chain.Shard).Verify(transaction, out VerifiedTransaction? verified));
        return verified!;
    }

    private PoolFault Submit(VerifiedTransaction transaction)
    {
        TestMember member = _network.Members[0];
        member.Give(new TransactionSubmitted(transaction));
        return member.Effects.OfType<SubmissionAnswered>().Last(answered => answered.Transaction == transaction.Transaction.Id).Fault;
    }

    private LedgerFault Outcome(VerifiedTransaction transaction) => _network.Members[0].Effects.OfType<CommitBlock>()
        .SelectMany(commit => commit.Block.Receipts).Last(receipt => receipt.TransactionId == transaction.Transaction.Id).Fault;
}
