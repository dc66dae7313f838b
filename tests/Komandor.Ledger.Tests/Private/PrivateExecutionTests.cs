using System.Collections.Immutable;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.PrivatePayer;

namespace Komandor.Ledger.Tests.Private;

/// <summary>What is refused when a block executes: rules N21 to N32, and what the list of what must be refused asks of transactions (1, 4, 8, 11, 12, 14, 18).</summary>
public sealed class PrivateExecutionTests
{
    private readonly PrivateChain _one = new();

    private sealed class AcceptsEverything : IPrivateProofs
    {
        public void Verify(PoolView view, IReadOnlyList<Transaction> transactions, LedgerFault[] faults, IForkJoin forkJoin)
        {
        }
    }

    [Theory]
    [InlineData(PrivateTier.Ring)]
    [InlineData(PrivateTier.Shielded)]
    public void Execute_OneNoteInTwoTransactions_IsRefusedByRuleN21(PrivateTier tier)
    {
        Transaction first = tier == PrivateTier.Ring ? _one.Ring(0, 1) : _one.Shielded(0, 1);
        Transaction second = tier == PrivateTier.Ring ? _one.Ring(0, 2) : _one.Shielded(0, 2);
        Transaction third = tier == PrivateTier.Ring ? _one.Ring(0, 1, 9) : _one.Shielded(0, 1, 9);
        Block block = _one.Commit(first, second);
        Assert.Equal([LedgerFault.None, LedgerFault.TagSpent], block.Receipts.Select(receipt => receipt.Fault));
        _one.Chain.AssertRejected(second, LedgerFault.TagSpent);
        _one.Chain.AssertRejected(third, LedgerFault.TagSpent);
        _one.Chain.AssertRejected(first, LedgerFault.TagSpent);
    }

    [Fact]
    public void Execute_AnInputThatNamesATag_IsRefusedByRuleL29_AndTheTagIsSpentOnce()
    {
        // A tag's name is that of no object. Naming it as one, before, in the block or after, neither spends it nor hides that it was.
        Transaction spending = _one.Ring();
        PrivateBundle bundle = spending.Body.Bundle!;
        TransactionInput named = new(PrivateObjects.Tag(bundle.Pool, bundle.TagOf(0)), 1);
        Transaction naming = TestChain.Sign(_one.Chain.Draft(_one.Chain.Coin(1)) with { Inputs = [named], Fee = 1_000_000 }, 1);
        _one.Chain.AssertRejected(naming, LedgerFault.ObjectNotFound);
        Block block = _one.Commit(naming, spending, naming);
        Assert.Equal([LedgerFault.None, LedgerFault.ObjectNotFound], block.Receipts.Select(receipt => receipt.Fault).Order());
        Assert.Single(_one.Chain.State.Spent);
        _one.Chain.AssertRejected(naming, LedgerFault.ObjectNotFound);
        _one.Chain.AssertRejected(spending, LedgerFault.TagSpent);
    }

    [Fact]
    public void Execute_TransactionTwiceInOneBlock_HasOneEffect()
    {
        Transaction transaction = _one.Shielded();
        Block block = _one.Commit(transaction, transaction);
        Assert.Equal(LedgerFault.None, Assert.Single(block.Receipts).Fault);
        Assert.Single(block.Transactions);
        Assert.Equal(22UL, _one.Pool(PrivateTier.Shielded).Size);
    }

    [Fact]
    public void Execute_AnchorThatIsNoneOrTooOld_IsRefusedByRuleN22()
    {
        PrivateChain one = new(PrivateChain.Numbers with { AnchorBlocks = 2, AnchorWindow = 2 });
        Transaction atZero = one.Shielded();
        one.Commit();
        one.Chain.AssertRejected(WithAnchor(atZero, 1), LedgerFault.AnchorUnknown);
        one.Chain.AssertRejected(WithAnchor(atZero, 2), LedgerFault.AnchorUnknown);
        one.Chain.AssertRejected(WithAnchor(atZero, PrivateLimits.MaximumIndex), LedgerFault.AnchorUnknown);
        one.Commit();
        one.Commit();
        Assert.Equal(2UL, one.Chain.View.NewestAnchorHeight);
        Assert.Equal(LedgerFault.None, one.Chain.Execute(one.Chain.Input(atZero)).Receipts[0].Fault);
        one.Commit();
        one.Chain.AssertRejected(atZero, LedgerFault.AnchorUnknown);
    }

    [Fact]
    public void Execute_SetThatIsNotThereOrTooSmall_IsRefusedByRuleN23()
    {
        ShieldedBundle bundle = (ShieldedBundle)_one.Shielded().Body.Bundle!;
        Transaction transaction = Rebuilt(_one.Shielded(), bundle with { Inputs = [bundle.Inputs[0] with { Set = 1 }, bundle.Inputs[1]] });
        _one.Chain.AssertRejected(transaction, LedgerFault.SetTooSmall);
        PrivateChain small = new(PrivateChain.Numbers with { MinimumCover = 21 });
        PrivateChain large = new(PrivateChain.Numbers with { MinimumCover = 20 });
        small.Chain.AssertRejected(Rebuilt(large.Shielded(), large.Shielded().Body.Bundle!, small.Chain.Genesis.ChainId), LedgerFault.SetTooSmall);
        Assert.Equal(LedgerFault.None, large.Commit(large.Shielded()).Receipts[0].Fault);
    }

    [Fact]
    public void Execute_MemberThatIsNotBelowTheAnchor_IsRefusedByRuleN24()
    {
        RingBundle bundle = (RingBundle)_one.Ring().Body.Bundle!;
        foreach (ulong index in new ulong[] { 20, PrivateLimits.MaximumIndex })
        {
            RingInput input = bundle.Inputs[0] with { Members = bundle.Inputs[0].Members.SetItem(15, index) };
            _one.Chain.AssertRejected(Rebuilt(_one.Ring(), bundle with { Inputs = [input] }), LedgerFault.MemberUnknown);
        }
    }

    [Fact]
    public void Execute_RingInASmallPool_IsRefusedByRuleN25()
    {
        PrivateChain one = new(PrivateChain.Numbers with { MinimumRing = 21 });
        one.Chain.AssertRejected(one.Ring(), LedgerFault.PoolTooSmall);
    }

    [Fact]
    public void Execute_ForgedExitAboveThePoolsTotal_IsRefusedByRuleN26_ThoughItsProofVerifies()
    {
        ulong total = _one.Pool(PrivateTier.Ring).Total;
        Transaction forged = Forged(total);
        BlockInput input = _one.Chain.Input(forged);
        ExecutedBlock block = BlockExecutor.Execute(input, _one.Chain.State, _one.Chain.Genesis.Parameters, SerialForkJoin.Instance, new AcceptsEverything());
        Assert.Equal(LedgerFault.PoolOverdrawn, block.Receipts[0].Fault);

        // Up to the total the broken verifier lets it through: the pool loses what was in it and no more.
        Transaction all = Forged(total - forged.Body.Fee);
        ExecutedBlock emptied = BlockExecutor.Execute(
            _one.Chain.Input(all, _one.Ring(1)), _one.Chain.State, _one.Chain.Genesis.Parameters, SerialForkJoin.Instance, new AcceptsEverything());
        Assert.Equal([LedgerFault.None, LedgerFault.PoolOverdrawn], emptied.Receipts.Select(receipt => receipt.Fault));
        _one.Chain.State.Apply(emptied);
        Assert.Equal(0UL, _one.Pool(PrivateTier.Ring).Total);
        _one.Chain.AssertSupplyConserved();
    }

    [Fact]
    public void Execute_ForgedExit_IsRefusedByTheRealVerifier() => _one.Chain.AssertRejected(Forged(1_000), LedgerFault.RingSignature);

    [Fact]
    public void Execute_PausedPool_LetsOnlyExitsThroughFor14Days()
    {
        Transaction order = Order(PoolId.Shielded, 0, 0, 1, 2);
        Block block = _one.Commit(order, _one.Shielded(), _one.Ring());
        Assert.Equal([LedgerFault.None, LedgerFault.PoolPaused, LedgerFault.None], block.Receipts.Select(receipt => receipt.Fault));
        PoolState pool = _one.Pool(PrivateTier.Shielded);
        Assert.Equal((1UL, block.Header.Timestamp.Plus(PrivateLimits.PauseMicroseconds)), (pool.Pauses, pool.PausedUntil));
        _one.Chain.AssertRejected(_one.Shielded(), LedgerFault.PoolPaused);
        _one.Chain.AssertRejected(_one.Enter(PrivateTier.Shielded), LedgerFault.PoolPaused);
        Transaction exit = _one.Shielded(0, 2, 10, TransactionOutput.Coin(TestChain.Owner(9), AssetId.Kmcc, 5));
        Assert.Equal(LedgerFault.None, _one.Commit(exit).Receipts[0].Fault);
        Transaction late = _one.Ada.PayShielded(
            _one.Draft() with { ValidUntil = pool.PausedUntil.Plus(1) }, _one.Chain.View, _one.Proofs.Sets, _one.Ada.NotesOf(PrivateTier.Shielded)[..1], _one.Bob.Address, 5, 1);
        BlockInput after = _one.Chain.Input(late) with { ConsensusTime = pool.PausedUntil };
        Assert.Equal(LedgerFault.None, _one.Chain.Execute(after).Receipts[0].Fault);
        BlockInput before = _one.Chain.Input(late) with { ConsensusTime = pool.PausedUntil.Plus(-1) };
        Assert.Equal(LedgerFault.PoolPaused, _one.Chain.Execute(before).Receipts[0].Fault);
    }

    [Fact]
    public void Execute_OrderThatIsNotSignedOrOutOfTurn_IsRefusedByRulesN42AndN43()
    {
        _one.Chain.AssertRejected(Order(PoolId.Ring, 1, 0, 1, 2), LedgerFault.OrderOutOfTurn);
        _one.Chain.AssertRejected(Order(PoolId.Ring, 0, 0, 1), LedgerFault.OrderNotSigned);
        _one.Chain.AssertRejected(Order(PoolId.Ring, 0, 0, 1, 1), LedgerFault.OrderNotSigned);
        _one.Chain.AssertRejected(Order(PoolId.Ring, 0, 1, 0, 2), LedgerFault.OrderNotSigned);
        _one.Chain.AssertRejected(Order(PoolId.Ring, 0, 0, 1, 4), LedgerFault.OrderNotSigned);
        Transaction good = Order(PoolId.Ring, 0, 0, 1, 2);
        Transaction other = Order(PoolId.Shielded, 0, 0, 1, 2);
        _one.Chain.AssertRejected(Transaction.CreateOrder(other.Body, good.OrderSignatures), LedgerFault.OrderNotSigned);
        _one.Commit(good);
        _one.Chain.AssertRejected(good, LedgerFault.OrderOutOfTurn);
        Assert.Equal(LedgerFault.None, _one.Commit(Order(PoolId.Ring, 1, 0, 1, 2, 3)).Receipts[0].Fault);
    }

    [Fact]
    public void Execute_FeeThatIsNotWorkTimesPrice_IsRefusedByRuleN32()
    {
        foreach (ulong price in new ulong[] { 2, 3 })
        {
            Transaction dear = _one.Ada.PayShielded(
                _one.Draft(), _one.Chain.View, _one.Proofs.Sets, _one.Ada.NotesOf(PrivateTier.Shielded)[..2], _one.Bob.Address, 5, price);
            _one.Chain.AssertRejected(dear, LedgerFault.PrivateFee);
        }
    }

    [Fact]
    public void Execute_ProofsOfOtherTransactions_AreRefusedByRulesN28ToN31()
    {
        Transaction one = _one.Shielded();
        Transaction two = _one.Shielded();
        Transaction ring = _one.Ring();
        _one.Chain.AssertRejected(With(ring, ring.Proofs! with { Inputs = _one.Ring().Proofs!.Inputs }), LedgerFault.RingSignature);
        _one.Chain.AssertRejected(With(one, one.Proofs! with { Inputs = Swap(one, two, hiding: false) }), LedgerFault.SpendProof);
        _one.Chain.AssertRejected(With(one, one.Proofs! with { Range = two.Proofs!.Range }), LedgerFault.RangeProof);
        _one.Chain.AssertRejected(With(one, one.Proofs! with { Inputs = Swap(one, two, hiding: true) }), LedgerFault.MembershipProof);
    }

    [Fact]
    public void Execute_MembershipUnderAnotherAnchor_IsRefusedByRuleN31()
    {
        Transaction old = _one.Shielded();
        _one.Commit(_one.Enter(PrivateTier.Shielded));
        _one.Chain.AssertRejected(WithAnchor(old, 1), LedgerFault.SpendProof);
        Assert.Equal(LedgerFault.None, _one.Chain.Execute(_one.Chain.Input(old)).Receipts[0].Fault);
    }

    // Its ring is of other notes: 16 of them are worth nothing to whoever knows no key.
    private Transaction Forged(ulong leaving)
    {
        OwnedNote note = _one.Ada.NotesOf(PrivateTier.Ring)[0];
        PoolView view = _one.Chain.View;
        TransactionDraft draft = _one.Draft(TransactionOutput.Coin(TestChain.Owner(8), AssetId.Kmcc, leaving));
        FeeQuote quote = FeeQuote.OfPrivate(draft, PrivateTier.Ring, 1, 2, [], 1);
        RingSpend spend = Payer.RingOf(view, note, view.Anchor(PoolId.Ring, view.NewestAnchorHeight)!.Value.Size);
        PrivateFrame frame = _one.Ada.Frame(draft with { Fee = quote.Fee }, PrivateTier.Ring, [new(_one.Ada.Address, 0), new(_one.Ada.Address, 0)]);
        return PrivateAssembler.Ring(frame, leaving, [spend with { Value = leaving + quote.Fee }]);
    }

    private static ImmutableArray<PrivateInputProof> Swap(Transaction one, Transaction two, bool hiding)
    {
        PrivateInputProof mine = one.Proofs!.Inputs[0];
        PrivateInputProof other = two.Proofs!.Inputs[0];
        return one.Proofs.Inputs.SetItem(0, hiding ? mine with { Hiding = other.Hiding } : mine with { Spend = other.Spend });
    }

    private static Transaction With(Transaction transaction, PrivateProofs proofs)
    {
        Assert.True(Transaction.TryCreate(transaction.Body, transaction.Witnesses, proofs, out Transaction? changed, out _));
        return changed;
    }

    private static Transaction WithAnchor(Transaction transaction, ulong height) =>
        Rebuilt(transaction, (ShieldedBundle)transaction.Body.Bundle! with { AnchorHeight = height });

    private static Transaction Rebuilt(Transaction transaction, PrivateBundle bundle, ChainId? chain = null)
    {
        TransactionBody body = new TransactionDraft
        {
            ChainId = chain ?? transaction.Body.ChainId,
            Shard = transaction.Body.Shard,
            Outputs = transaction.Body.Outputs,
            Fee = transaction.Body.Fee,
            ValidUntil = transaction.Body.ValidUntil,
            Bundle = bundle,
        }.Build();
        Assert.True(Transaction.TryCreate(body, [], transaction.Proofs, out Transaction? rebuilt, out _));
        return rebuilt;
    }

    private Transaction Order(PoolId pool, ulong pauses, params int[] signers)
    {
        TransactionBody body = new PauseOrder(pool, pauses).Build(
            _one.Chain.Genesis.ChainId, _one.Chain.Genesis.Shard, _one.Chain.Now.Plus(3600 * Timestamp.PerSecond));
        return Transaction.CreateOrder(
            body, [.. signers.Select(index => OrderSignatures.Sign(body, new MemberId((uint)index + 1), TestChain.Keys[index]))]);
    }
}
