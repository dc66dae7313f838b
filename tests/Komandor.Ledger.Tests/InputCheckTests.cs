namespace Komandor.Ledger.Tests;

public sealed class InputCheckTests
{
    private readonly TestChain _chain = new();

    [Fact]
    public void Check_OfAGoodPayment_FindsNothing() => Assert.Equal(LedgerFault.None, Check(_chain.Pay(0, 1)));

    [Fact]
    public void Check_OfAnotherLock_IsRuleL32()
    {
        TransactionDraft draft = _chain.Draft(_chain.Coin(0)) with { Fee = TestChain.CoinAmount };
        AssertHopeless(TestChain.Sign(draft, 1), LedgerFault.WrongLock);
    }

    [Fact]
    public void Check_OfAVersionThatHasPassed_IsRuleL30AndALaterOneMayStillCome()
    {
        AssertHopeless(Spend(_chain.Coin(0) with { ObjectVersion = 0 }), LedgerFault.WrongObjectVersion);
        Assert.Equal(LedgerFault.None, Check(Spend(_chain.Coin(0) with { ObjectVersion = 2 })));
    }

    [Fact]
    public void Check_OfASystemObject_IsRuleL31() =>
        AssertHopeless(Spend(new TransactionInput(SystemObjects.FeePool, 1)), LedgerFault.SystemObject);

    [Fact]
    public void Check_OfAnObjectThatIsNotThere_FindsNothingBecauseItMayBeMade()
    {
        Transaction first = _chain.Pay(0, 1);
        Assert.Equal(LedgerFault.None, Check(Spend(new TransactionInput(first.Body.ObjectOf(0), 1))));
    }

    private Transaction Spend(TransactionInput input) => TestChain.Sign(_chain.Draft(input) with { Fee = TestChain.CoinAmount }, 0);

    private LedgerFault Check(Transaction transaction) => InputCheck.Check(transaction, _chain.State);

    private void AssertHopeless(Transaction transaction, LedgerFault fault)
    {
        Assert.Equal(fault, Check(transaction));
        _chain.AssertRejected(transaction, fault);
    }
}
