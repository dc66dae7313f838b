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
    private Payer _ada = new("Ada", "kmdt");
    private TestNetwork _network;

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
        Assert.Equal([LedgerFault.None, LedgerFault.None], first.Select(one => Outcome(one)));
        foreach (TestMember member in _network.Members)
        {
            _network.Kill(member);
        }

        _network.StartAll();
        _network.Run(200);
        Assert.All(again, one => Assert.Equal(PoolFault.None, Submit(one)));
        _network.Run(1_000);
        Assert.Equal([LedgerFault.TagSpent, LedgerFault.TagSpent], again.Select(one => Outcome(one)));
        Assert.Single(_network.Members.Select(member => member.Executor.State.Root).Distinct());
    }

    [Theory]
    [InlineData(PrivateTier.Ring, 0)]
    [InlineData(PrivateTier.Ring, 1)]
    [InlineData(PrivateTier.Shielded, 0)]
    [InlineData(PrivateTier.Shielded, 1)]
    public void Payment_WhoseCopyWithSpoiltProofsIsOrderedFirst_IsExecutedAllTheSame(PrivateTier tier, int member)
    {
        _network.StartAll();
        _network.Run(100);
        VerifiedTransaction payment = Pay(tier, 1);
        _network.Members[member].Give(new TransactionSubmitted(WithSpoiltProof(payment)));
        _network.Run(300);
        Assert.Equal(PoolFault.None, Submit(payment));
        _network.Run(1_000);
        Assert.All(_network.Members, one => Assert.True(one.HasExecuted(payment.Transaction.Id)));

        // Nor was its payer ever told that it was rejected.
        Assert.Single(_network.Members[0].Effects.OfType<CommitBlock>().SelectMany(commit => commit.Block.Receipts), receipt => receipt.TransactionId == payment.Transaction.Id);
        Assert.Equal(0, _network.Members[0].Status.PoolTransactions);
    }

    [Fact]
    public void Restart_BetweenASpoiltCopyAndTheRightOne_TakesTheRightOne()
    {
        _network.StartAll();
        _network.Run(100);
        VerifiedTransaction payment = Pay(PrivateTier.Shielded, 1);
        _network.Members[1].Give(new TransactionSubmitted(WithSpoiltProof(payment)));
        _network.Run(300);
        foreach (TestMember member in _network.Members)
        {
            _network.Kill(member);
        }

        _network.StartAll();
        _network.Run(200);
        Assert.Equal(PoolFault.None, Submit(payment));
        _network.Run(1_000);
        Assert.Equal(LedgerFault.None, Outcome(payment));
        Assert.Single(_network.Members.Select(member => member.Executor.State.Root).Distinct());
    }

    [Fact]
    public void Learn_OfAStateWithPools_AcceptsTheHonestAndRefusesASpentTag()
    {
        _ada = new Payer("Ada", "kmdt");
        _network = new TestNetwork(payer: _ada, coins: 40, adjust: settings => settings with
        {
            MaxRoundsBetweenBlocks = 8,
            Consensus = new Consensus.ConsensusSettings { AncientRounds = 6, ExpiredRounds = 22 },
        });
        _network.StartAll();
        _network.Run(100);
        TestMember away = _network.Members[3];
        _network.Kill(away);
        VerifiedTransaction[] spent = [Pay(PrivateTier.Ring, 1), Pay(PrivateTier.Shielded, 1)];
        VerifiedTransaction[] again = [Pay(PrivateTier.Ring, 2), Pay(PrivateTier.Shielded, 2)];
        Assert.All(spent, one => Assert.Equal(PoolFault.None, Submit(one)));
        for (int coin = 0; coin < 30; coin++)
        {
            _network.Members[coin % 3].Give(new TransactionSubmitted(_network.Pay(coin)));
            _network.Run(300);
        }

        away.Start();
        _network.Link(away);
        _network.Run(4_000);
        Assert.Contains(away.Effects, effect => effect is StateLearned);

        // It has the tags too, under the root that its state names, and its answers can be checked by it.
        Assert.Equal(spent.Sum(one => one.Transaction.Body.Bundle!.InputCount), away.Executor.Ledger.Tags.Count);
        Assert.Equal(away.Executor.Ledger.Tags.Root, SpentTags.Read(away.Executor.State).Root);
        ObjectId tag = PrivateObjects.Tag(PoolId.Ring, spent[0].Transaction.Body.Bundle!.TagOf(0));
        LedgerSnapshot state = away.Executor.Ledger.Snapshot(away.Executor.State.Version)!;
        Assert.Equal(SpentTagFault.None, state.ProveTag(tag).Verify(state.Root, tag, isSpent: true));

        // Judged by the member that learned, from what it learned: its own verifier knows no verdicts.
        BlockHeader head = away.Blocks.Header(away.Executor.State.Version - 1)!;
        PoolView learned = new(away.Executor.Ledger, head, _network.Chain.Genesis.Parameters.Private);
        Transaction[] honest = [.. new[] { PrivateTier.Ring, PrivateTier.Shielded }.Select(tier => Pay(tier, 3, skip: 1).Transaction)];
        LedgerFault[] verdicts = new PrivateVerifier().Foresee(
            learned, 1, head.Timestamp, _network.Chain.Roster, [.. honest, .. again.Select(one => one.Transaction)], SerialForkJoin.Instance);
        Assert.Equal([LedgerFault.None, LedgerFault.None, LedgerFault.TagSpent, LedgerFault.TagSpent], verdicts);

        away.Give(new TransactionSubmitted(again[0]));
        away.Give(new TransactionSubmitted(again[1]));
        away.Give(new TransactionSubmitted(Verified(honest[0])));
        away.Give(new TransactionSubmitted(Verified(honest[1])));
        _network.Run(2_000);
        Assert.Equal([LedgerFault.TagSpent, LedgerFault.TagSpent], again.Select(one => Outcome(one, away)));
        Assert.Equal([LedgerFault.None, LedgerFault.None], honest.Select(one => Outcome(Verified(one), away)));
        Assert.Single(_network.Members.Select(member => member.Executor.State.Root).Distinct());
    }

    // The last scalar of the range proof is another.
    private static VerifiedTransaction WithSpoiltProof(VerifiedTransaction payment)
    {
        byte[] bytes = payment.Transaction.Encoded.ToArray();
        bytes[^32] ^= 1;
        Assert.True(Transaction.TryDecode(bytes, out Transaction? spoilt, out _));
        return Verified(spoilt);
    }

    private static VerifiedTransaction Verified(Transaction transaction)
    {
        Assert.Equal(LedgerFault.None, new TransactionVerifier(transaction.Body.ChainId, transaction.Body.Shard).Verify(transaction, out VerifiedTransaction? verified));
        return verified!;
    }

    private VerifiedTransaction Pay(PrivateTier tier, ulong value, int skip = 0)
    {
        TestMember member = _network.Members[0];
        BlockHeader head = member.Blocks.Header(member.Executor.State.Version - 1)!;
        PoolView view = new(member.Executor.Ledger, head, _network.Chain.Genesis.Parameters.Private);
        TransactionDraft draft = new()
        {
            ChainId = _network.Chain.Chain,
            Shard = _network.Chain.Shard,
            ValidUntil = _network.Moment.Now.Plus(600 * Timestamp.PerSecond),
        };
        Transaction transaction = tier == PrivateTier.Ring
            ? _ada.PayRing(draft, view, _ada.NotesOf(tier)[skip..(skip + 1)], [new(_ada.Address, value)], 1)
            : _ada.PayShielded(draft, view, new CoverSets(), _ada.NotesOf(tier)[skip..(skip + 1)], _ada.Address, value, 1);
        return Verified(transaction);
    }

    private PoolFault Submit(VerifiedTransaction transaction)
    {
        TestMember member = _network.Members[0];
        member.Give(new TransactionSubmitted(transaction));
        return member.Effects.OfType<SubmissionAnswered>().Last(answered => answered.Transaction == transaction.Transaction.Id).Fault;
    }

    private LedgerFault Outcome(VerifiedTransaction transaction, TestMember? member = null) => (member ?? _network.Members[0]).Effects.OfType<CommitBlock>()
        .SelectMany(commit => commit.Block.Receipts).Last(receipt => receipt.TransactionId == transaction.Transaction.Id).Fault;
}
