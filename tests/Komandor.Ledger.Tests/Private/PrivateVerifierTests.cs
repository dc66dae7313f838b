using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger.Tests.Private;

/// <summary>What a member does with what it is offered: cheap rules first, verdicts kept and never mistaken (11 and 18 of the list of what must be refused).</summary>
public sealed class PrivateVerifierTests
{
    private readonly PrivateChain _one = new();

    private LedgerFault[] Foresee(params Transaction[] transactions) =>
        _one.Proofs.Foresee(_one.Chain.View, 1, _one.Chain.Now, _one.Chain.Roster, transactions, SerialForkJoin.Instance);

    [Fact]
    public void Foresee_ThenExecute_JudgesProofsOnce()
    {
        Transaction[] transactions = [_one.Shielded(), _one.Ring(), _one.Enter(PrivateTier.Ring)];
        Assert.All(Foresee(transactions), fault => Assert.Equal(LedgerFault.None, fault));
        Assert.Equal(3, _one.Proofs.Judged);
        _one.Commit(transactions);
        Assert.Equal(3, _one.Proofs.Judged);
    }

    [Fact]
    public void Foresee_WhatACheapRuleRefuses_CostsNoProof()
    {
        Transaction spent = _one.Shielded();
        _one.Commit(spent);
        long before = _one.Proofs.Judged;
        Transaction dear = _one.Ada.PayShielded(
            _one.Draft(), _one.Chain.View, _one.Proofs.Sets, _one.Ada.NotesOf(PrivateTier.Shielded)[..1], _one.Bob.Address, 5, 2);
        Assert.Equal([LedgerFault.TagSpent, LedgerFault.PrivateFee], Foresee(spent, dear));
        Assert.Equal([LedgerFault.TagSpent, LedgerFault.PrivateFee], _one.Chain.Execute(_one.Chain.Input(spent, dear)).Faults);
        Assert.Equal(before, _one.Proofs.Judged);
    }

    [Fact]
    public void Foresee_OtherProofsForOneBody_HaveVerdictsOfTheirOwn()
    {
        Transaction good = _one.Shielded();
        Assert.True(Transaction.TryCreate(
            good.Body, [], good.Proofs! with { Range = _one.Shielded().Proofs!.Range }, out Transaction? bad, out _));
        Assert.Equal(good.Id, bad.Id);
        Assert.Equal([LedgerFault.None, LedgerFault.RangeProof], Foresee(good, bad));
        Assert.Equal([LedgerFault.RangeProof, LedgerFault.None], Foresee(bad, good));
        Assert.Equal(2, _one.Proofs.Judged);
        Block block = _one.Commit(bad, good);
        Assert.Equal((LedgerFault.None, good.WitnessId), (block.Receipts[0].Fault, block.Receipts[0].WitnessId));
    }

    [Fact]
    public void Foresee_FloodOfInvalidProofs_LeavesTheGoodOneGoodAndTheCacheBounded()
    {
        PrivateVerifier verifier = new(capacity: 4);
        Transaction good = _one.Shielded();
        List<Transaction> flood = [good];
        for (int number = 0; number < 12; number++)
        {
            byte[] bytes = good.Encoded.ToArray();
            bytes[^(1 + number)] ^= 1;
            if (Transaction.TryDecode(bytes, out Transaction? bad, out _))
            {
                flood.Add(bad);
            }
        }

        LedgerFault[] faults = verifier.Foresee(_one.Chain.View, 1, _one.Chain.Now, _one.Chain.Roster, flood, SerialForkJoin.Instance);
        Assert.Equal(LedgerFault.None, faults[0]);
        Assert.All(faults[1..], fault => Assert.Equal(LedgerFault.RangeProof, fault));
        Assert.Equal(4, verifier.Cache.Count);
        Assert.Equal(
            LedgerFault.None,
            BlockExecutor.Execute(_one.Chain.Input(good), _one.Chain.State, _one.Chain.Genesis.Parameters, SerialForkJoin.Instance, verifier).Receipts[0].Fault);
    }

    [Theory]
    [InlineData(LedgerFault.SpendProof)]
    [InlineData(LedgerFault.RangeProof)]
    public void Foresee_CheaperProofThatDoesNotHold_PreparesNoCoverSet(LedgerFault fault)
    {
        // A set under a fresh anchor costs more than the proofs of a transaction: whoever floods with bad ones must not cause it.
        PrivateVerifier verifier = new();
        Transaction good = _one.Shielded();
        PrivateProofs proofs = good.Proofs!;
        byte[] spoilt = (fault == LedgerFault.SpendProof ? proofs.Inputs[1].Spend : proofs.Range).ToArray();
        spoilt[^32] ^= 1;
        proofs = fault == LedgerFault.SpendProof
            ? proofs with { Inputs = [proofs.Inputs[0], proofs.Inputs[1] with { Spend = spoilt }] }
            : proofs with { Range = spoilt };
        Assert.True(Transaction.TryCreate(good.Body, [], proofs, out Transaction? bad, out _));
        LedgerFault[] Judge(Transaction transaction) =>
            verifier.Foresee(_one.Chain.View, 1, _one.Chain.Now, _one.Chain.Roster, [transaction], SerialForkJoin.Instance);
        Assert.Equal([fault], Judge(bad));
        Assert.Equal(0, verifier.Sets.Prepared);
        Assert.Equal([LedgerFault.None], Judge(good));
        Assert.Equal(1, verifier.Sets.Prepared);
    }

    [Fact]
    public void Foresee_WhatACheaperProofRefuses_PreparesNoSet()
    {
        Transaction good = _one.Shielded();
        PrivateVerifier verifier = new();
        Transaction[] flood = [.. new[] { 32, good.Proofs!.Range.Length + 32 }.Select(back =>
        {
            byte[] bytes = good.Encoded.ToArray();
            bytes[^back] ^= 1;
            Assert.True(Transaction.TryDecode(bytes, out Transaction? bad, out _));
            return bad;
        })];
        LedgerFault[] Judge(params Transaction[] transactions) =>
            verifier.Foresee(_one.Chain.View, 1, _one.Chain.Now, _one.Chain.Roster, transactions, SerialForkJoin.Instance);
        Assert.Equal([LedgerFault.RangeProof, LedgerFault.SpendProof], Judge(flood));
        Assert.Equal(0, verifier.Sets.Prepared);
        Assert.Equal([LedgerFault.None, LedgerFault.RangeProof], Judge(good, flood[0]));
        Assert.Equal(1, verifier.Sets.Prepared);
    }

    [Fact]
    public void Foresee_SetThatDidNotGrow_IsPreparedOnceUnderAllAnchors()
    {
        long before = 0;
        for (int block = 0; block < 3; block++)
        {
            Assert.Equal([LedgerFault.None], Foresee(_one.Shielded(block, 1)));
            before = block == 0 ? _one.Proofs.Sets.Prepared : before;
            _one.Commit();
        }

        Assert.Equal(before, _one.Proofs.Sets.Prepared);
    }

    [Fact]
    public void Foresee_OneTransactionOnTwoHistories_HasAVerdictOnEach()
    {
        // The same genesis, but another first block: the weights of what it makes differ, and with them the set.
        PrivateChain other = new();
        Transaction entering = _one.Enter(PrivateTier.Shielded);
        _one.Commit(entering);
        other.Chain.Commit(other.Chain.Pay(5, 6));
        other.Chain.Commit(entering);
        _one.Commit();
        _one.Commit();
        other.Chain.Commit();
        Transaction later = _one.Ada.PayShielded(
            _one.Draft(), _one.Chain.View, _one.Proofs.Sets, _one.Ada.NotesOf(PrivateTier.Shielded)[^1..], _one.Bob.Address, 5, 1, 3);
        Assert.Equal(LedgerFault.None, Foresee(later)[0]);
        Assert.Equal(
            LedgerFault.MembershipProof,
            _one.Proofs.Foresee(other.Chain.View, 1, other.Chain.Now, other.Chain.Roster, [later], SerialForkJoin.Instance)[0]);
    }

    [Fact]
    public void Foresee_OneRingOnTwoHistories_HasAVerdictOnEach()
    {
        // The note that is spent stands at one index on both, and is another one.
        PrivateChain other = new();
        _one.Commit(_one.Enter(PrivateTier.Ring));
        other.Commit(other.Enter(PrivateTier.Ring, 1));
        _one.Commit();
        other.Commit();
        int last = _one.Ada.NotesOf(PrivateTier.Ring).Length - 1;
        Transaction later = _one.Ring(last);
        Assert.Equal(LedgerFault.None, Foresee(later)[0]);
        Assert.Equal(
            LedgerFault.RingSignature,
            _one.Proofs.Foresee(other.Chain.View, 1, other.Chain.Now, other.Chain.Roster, [later], SerialForkJoin.Instance)[0]);
    }

    [Fact]
    public void Verify_RingWhoseVerdictIsKnown_ReadsOneNoteAndItsAnchor()
    {
        Transaction ring = _one.Ring();
        Assert.Equal(LedgerFault.None, Foresee(ring)[0]);
        CountingState state = new(_one.Chain.State);
        PoolView view = new(state, _one.Chain.Tip, _one.Chain.Genesis.Parameters.Private);
        LedgerFault[] faults = new LedgerFault[1];
        _one.Proofs.Verify(view, [ring], faults, SerialForkJoin.Instance);
        Assert.Equal(LedgerFault.None, faults[0]);
        Assert.InRange(state.Reads, 1, 2);
    }

    [Fact]
    public void Foresee_OrdersAndTransparentTransactions_AreJudgedWithoutProofs()
    {
        TransactionBody body = new PauseOrder(PoolId.Ring, 0).Build(_one.Chain.Genesis.ChainId, _one.Chain.Genesis.Shard, _one.Chain.Now);
        TransactionBody late = new PauseOrder(PoolId.Ring, 1).Build(_one.Chain.Genesis.ChainId, _one.Chain.Genesis.Shard, _one.Chain.Now);
        HeaderSignature[] three = [.. Enumerable.Range(0, 3).Select(index => OrderSignatures.Sign(body, new MemberId((uint)index + 1), TestChain.Keys[index]))];
        Assert.Equal(
            [LedgerFault.None, LedgerFault.OrderNotSigned, LedgerFault.OrderOutOfTurn, LedgerFault.None],
            Foresee(Transaction.CreateOrder(body, three), Transaction.CreateOrder(body, three[..2]), Transaction.CreateOrder(late, three), _one.Chain.Pay(0, 1)));
    }
}
