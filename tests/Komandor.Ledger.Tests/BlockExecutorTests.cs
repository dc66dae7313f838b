using Komandor.Primitives;

namespace Komandor.Ledger.Tests;

public sealed class BlockExecutorTests
{
    private readonly TestChain _chain = new(
        new GenesisAllocation(TestChain.Owner(0), TestChain.Gold, 50, "gold"),
        new GenesisAllocation(
            Lock.Create(LockNode.And(LockNode.Key(TestChain.Keys[0].PublicKey), LockNode.After(new Timestamp(1_000_000_100_000_000)))),
            AssetId.Kmcc, 5000, "later"),
        new GenesisAllocation(
            Lock.Create(LockNode.And(LockNode.Key(TestChain.Keys[0].PublicKey), LockNode.Before(new Timestamp(1_000_000_000_000_001)))),
            AssetId.Kmcc, 5000, "sooner"));

    [Fact]
    public void Execute_Payment_MovesMoneyAndTakesTheFee()
    {
        Transaction payment = _chain.Pay(0, 1);
        Block block = _chain.Commit(payment);

        Assert.Equal([new Receipt(payment.Id, payment.WitnessId, LedgerFault.None, 1000)], block.Receipts);
        Assert.Null(_chain.State.Get(_chain.Genesis.ObjectOf(0).Value));
        Assert.True(LedgerObject.TryDecode(_chain.State.Get(payment.Body.ObjectOf(0).Value), out LedgerObject? coin));
        Assert.Equal(new CoinContent(AssetId.Kmcc, 1000), coin.Content);
        Assert.Equal(TestChain.Owner(1), coin.Lock);
        Assert.Equal(1000UL, SystemObjects.ReadNumber(_chain.State, SystemObjects.FeePool));
        _chain.AssertSupplyConserved();
    }

    [Fact]
    public void Execute_SpendOfAnEarlierOutput_Executes()
    {
        Transaction first = _chain.Pay(0, 1, amount: 10_000);
        Transaction second = TestChain.Sign(
            _chain.Draft(new TransactionInput(first.Body.ObjectOf(0), 1)) with
            {
                Outputs = [TransactionOutput.Coin(TestChain.Owner(2), AssetId.Kmcc, 9000)],
                Fee = 1000,
            },
            1);
        Block block = _chain.Commit(first, second);

        Assert.All(block.Receipts, receipt => Assert.True(receipt.Executed));
        Assert.Null(_chain.State.Get(first.Body.ObjectOf(0).Value));
        _chain.AssertSupplyConserved();
    }

    [Fact]
    public void Execute_SpendBeforeItsSource_IsRejectedByRuleL29AndTheSourceExecutes()
    {
        Transaction first = _chain.Pay(0, 1, amount: 10_000);
        Transaction second = TestChain.Sign(
            _chain.Draft(new TransactionInput(first.Body.ObjectOf(0), 1)) with
            {
                Outputs = [TransactionOutput.Coin(TestChain.Owner(2), AssetId.Kmcc, 9000)],
                Fee = 1000,
            },
            1);
        Block block = _chain.Commit(second, first);

        Assert.Equal([LedgerFault.ObjectNotFound, LedgerFault.None], block.Receipts.Select(receipt => receipt.Fault));
    }

    [Fact]
    public void Execute_DoubleSpend_FirstExecutesSecondIsRejectedByRuleL29()
    {
        Block block = _chain.Commit(_chain.Pay(0, 1), _chain.Pay(0, 2));

        Assert.Equal([LedgerFault.None, LedgerFault.ObjectNotFound], block.Receipts.Select(receipt => receipt.Fault));
        Assert.Single(block.Transactions);
        _chain.AssertSupplyConserved();
    }

    [Fact]
    public void Execute_SameIdTwice_CollapsesToTheExecution()
    {
        Transaction payment = _chain.Pay(0, 1);
        Block block = _chain.Commit(payment, payment);

        Assert.Equal([new Receipt(payment.Id, payment.WitnessId, LedgerFault.None, 1000)], block.Receipts);
        _chain.AssertRejected(payment, LedgerFault.ObjectNotFound);
    }

    [Fact]
    public void Execute_Record_CreatesContinuesAndDeletes()
    {
        Transaction create = TestChain.Sign(
            _chain.Draft(_chain.Coin(0)) with
            {
                Outputs =
                [
                    new TransactionOutput(null, TestChain.Owner(0), new RecordContent("note", new byte[] { 1 })),
                    TransactionOutput.Coin(TestChain.Owner(0), AssetId.Kmcc, TestChain.CoinAmount - 1000),
                ],
                Fee = 1000,
            },
            0);
        ObjectId record = create.Body.ObjectOf(0);
        Transaction update = Continue(create, record, 1, [2]);
        Transaction delete = TestChain.Sign(
            _chain.Draft(new TransactionInput(record, 2), new TransactionInput(update.Body.ObjectOf(1), 1)) with
            {
                Outputs = [TransactionOutput.Coin(TestChain.Owner(0), AssetId.Kmcc, TestChain.CoinAmount - 3000)],
                Fee = 1000,
            },
            0, 0);

        _chain.Commit(create);
        _chain.Commit(update);
        Assert.True(LedgerObject.TryDecode(_chain.State.Get(record.Value), out LedgerObject? second));
        Assert.Equal(2UL, second.Version);
        Assert.Equal([2], ((RecordContent)second.Content).Data.ToArray());
        _chain.AssertRejected(Continue(create, record, 1, [3]), LedgerFault.WrongObjectVersion);
        Block last = _chain.Commit(delete);
        Assert.True(last.Receipts[0].Executed);
        Assert.Null(_chain.State.Get(record.Value));
        _chain.AssertSupplyConserved();
    }

    [Fact]
    public void Execute_BeforeTheWindow_IsRejectedByRuleL26() =>
        _chain.AssertRejected(
            TestChain.Sign(Spend() with { ValidFrom = _chain.Now.Plus(1) }, 0), LedgerFault.NotYetValid);

    [Fact]
    public void Execute_AfterTheWindow_IsRejectedByRuleL27()
    {
        _chain.AssertRejected(TestChain.Sign(Spend() with { ValidUntil = _chain.Now.Plus(-1) }, 0), LedgerFault.Expired);
        Assert.True(_chain.Execute(_chain.Input(TestChain.Sign(Spend() with { ValidUntil = _chain.Now }, 0))).Receipts[0].Executed);
    }

    [Fact]
    public void Execute_WindowBeyondTheHorizon_IsRejectedByRuleL28() =>
        _chain.AssertRejected(
            TestChain.Sign(Spend() with { ValidUntil = _chain.Now.Plus((24L * 3600 * Timestamp.PerSecond) + 1) }, 0), LedgerFault.ValidTooLong);

    [Fact]
    public void Execute_UnknownObject_IsRejectedByRuleL29() =>
        _chain.AssertRejected(
            TestChain.Sign(Spend() with { Inputs = [new TransactionInput(new ObjectId(Hash256.Zero), 1)] }, 0), LedgerFault.ObjectNotFound);

    [Fact]
    public void Execute_OtherVersion_IsRejectedByRuleL30() =>
        _chain.AssertRejected(
            TestChain.Sign(Spend() with { Inputs = [_chain.Coin(0) with { ObjectVersion = 2 }] }, 0), LedgerFault.WrongObjectVersion);

    [Fact]
    public void Execute_SystemObject_IsRejectedByRuleL31() =>
        _chain.AssertRejected(
            TestChain.Sign(Spend() with { Inputs = [new TransactionInput(SystemObjects.FeePool, 1)] }, 0), LedgerFault.SystemObject);

    [Fact]
    public void Execute_OtherLock_IsRejectedByRuleL32() =>
        _chain.AssertRejected(TestChain.Sign(Spend(), 1), LedgerFault.WrongLock);

    [Fact]
    public void Execute_CopyWithAWrongWitnessFirst_LeavesNoReceiptOfItAndTheRightOneExecutes()
    {
        Transaction right = TestChain.Sign(Spend(), 0);
        Transaction wrong = TestChain.Sign(Spend(), 1);
        Assert.Equal(right.Id, wrong.Id);
        Assert.NotEqual(right.WitnessId, wrong.WitnessId);
        Block block = _chain.Commit(wrong, right, wrong);
        Assert.Equal([new Receipt(right.Id, right.WitnessId, LedgerFault.None, right.Body.Fee)], block.Receipts);
    }

    [Fact]
    public void Execute_BeforeAnAfterLeaf_IsRejectedByRuleL33AndLaterExecutes()
    {
        Transaction spend = Timed(11);
        _chain.AssertRejected(spend, LedgerFault.LockTooEarly);
        Assert.True(_chain.Execute(_chain.Input(spend) with
        {
            Parent = _chain.Tip with { Timestamp = new Timestamp(1_000_000_100_000_000) },
        }).Receipts[0].Executed);
    }

    [Fact]
    public void Execute_AtABeforeLeaf_IsRejectedByRuleL34AndEarlierExecutes()
    {
        Transaction spend = Timed(12);
        Assert.True(_chain.Execute(_chain.Input(spend)).Receipts[0].Executed);
        _chain.AssertRejected(
            spend, LedgerFault.LockTooLate,
            input => input with { Parent = _chain.Tip with { Timestamp = new Timestamp(1_000_000_000_000_001) } });
    }

    [Fact]
    public void Execute_ContinuesACoinAsARecord_IsRejectedByRuleL35() =>
        _chain.AssertRejected(
            TestChain.Sign(
                Spend() with
                {
                    Outputs = [new TransactionOutput(0, TestChain.Owner(0), new RecordContent("note", new byte[1]))],
                    Fee = TestChain.CoinAmount,
                },
                0),
            LedgerFault.ContinuesOtherType);

    [Fact]
    public void Execute_FeeBelowTheWork_IsRejectedByRuleL36()
    {
        Transaction sample = TestChain.Sign(Spend(), 0);
        ulong fee = FeeQuote.Of(Spend(), [WitnessShape.Key(TestChain.Owner(0))], 1).Fee;
        Assert.Equal(sample.Work, fee);
        _chain.AssertRejected(TestChain.Sign(SpendWithFee(fee - 1), 0), LedgerFault.FeeTooLow);
        Assert.True(_chain.Execute(_chain.Input(TestChain.Sign(SpendWithFee(fee), 0))).Receipts[0].Executed);
    }

    [Fact]
    public void Execute_FeeThatIsNotTheDifference_IsRejectedByRuleL37()
    {
        _chain.AssertRejected(TestChain.Sign(Spend() with { Fee = 999 }, 0), LedgerFault.FeeNotExact);
        _chain.AssertRejected(TestChain.Sign(Spend() with { Fee = 1001 }, 0), LedgerFault.FeeNotExact);
    }

    [Fact]
    public void Execute_SumsBeyond64Bits_AreRejectedByRuleL37() =>
        _chain.AssertRejected(
            TestChain.Sign(
                Spend() with
                {
                    Outputs =
                    [
                        TransactionOutput.Coin(TestChain.Owner(1), AssetId.Kmcc, ulong.MaxValue),
                        TransactionOutput.Coin(TestChain.Owner(1), AssetId.Kmcc, TestChain.CoinAmount - 999),
                    ],
                },
                0),
            LedgerFault.FeeNotExact);

    [Theory]
    [InlineData(49)]
    [InlineData(51)]
    public void Execute_OtherAssetOutOfBalance_IsRejectedByRuleL38(ulong amount)
    {
        TransactionDraft draft = _chain.Draft(_chain.Coin(0), _chain.Coin(10)) with
        {
            Outputs =
            [
                TransactionOutput.Coin(TestChain.Owner(1), TestChain.Gold, amount),
                TransactionOutput.Coin(TestChain.Owner(1), AssetId.Kmcc, TestChain.CoinAmount - 1000),
            ],
            Fee = 1000,
        };
        _chain.AssertRejected(TestChain.Sign(draft, 0, 0), LedgerFault.AssetNotBalanced);
    }

    [Fact]
    public void Execute_OtherAssetInBalance_Executes()
    {
        TransactionDraft draft = _chain.Draft(_chain.Coin(0), _chain.Coin(10)) with
        {
            Outputs =
            [
                TransactionOutput.Coin(TestChain.Owner(1), TestChain.Gold, 50),
                TransactionOutput.Coin(TestChain.Owner(1), AssetId.Kmcc, TestChain.CoinAmount - 1000),
            ],
            Fee = 1000,
        };
        Assert.True(_chain.Commit(TestChain.Sign(draft, 0, 0)).Receipts[0].Executed);
        Assert.Equal((UInt128)50, _chain.State.Coins(TestChain.Gold));
    }

    [Fact]
    public void Execute_59InputsAnd50Outputs_Executes()
    {
        TestChain chain = new([.. Enumerable.Range(0, 59).Select(index =>
            new GenesisAllocation(TestChain.Owner(index % 10), AssetId.Kmcc, 10_000, "coin"))]);
        TransactionInput[] inputs = [.. Enumerable.Range(10, 59).Select(chain.Coin).OrderBy(input => input.ObjectId)];
        Dictionary<ObjectId, int> owners = Enumerable.Range(10, 59).ToDictionary(chain.Genesis.ObjectOf, index => (index - 10) % 10);
        TransactionDraft draft = chain.Draft(inputs) with
        {
            Outputs = [.. Enumerable.Range(0, 50).Select(index => TransactionOutput.Coin(TestChain.Owner(index % 10), AssetId.Kmcc, 11_000))],
            Fee = 590_000 - 550_000,
        };
        Block block = chain.Commit(TestChain.Sign(draft, [.. inputs.Select(input => owners[input.ObjectId])]));
        Assert.True(block.Receipts[0].Executed);
        chain.AssertSupplyConserved();
    }

    [Fact]
    public void Execute_SystemChange_BecomesAChange()
    {
        Hash256 key = LedgerHash.SystemObject("test").Value;
        ExecutedBlock executed = _chain.Execute(_chain.Input() with { SystemChanges = [new(key, [0, 1])] });
        Assert.Equal(key, Assert.Single(executed.Changes).Key);
    }

    private TransactionDraft Spend() => SpendWithFee(1000);

    private TransactionDraft SpendWithFee(ulong fee) => _chain.Draft(_chain.Coin(0)) with
    {
        Outputs = [TransactionOutput.Coin(TestChain.Owner(1), AssetId.Kmcc, TestChain.CoinAmount - fee)],
        Fee = fee,
    };

    private Transaction Timed(int allocation)
    {
        TransactionBody body = (_chain.Draft(_chain.Coin(allocation)) with
        {
            Outputs = [TransactionOutput.Coin(TestChain.Owner(1), AssetId.Kmcc, 4000)],
            Fee = 1000,
        }).Build();
        return Transaction.Create(body, new Witness(
            _chain.Genesis.Allocations[allocation].Lock,
            [new LockOpening(0, Witness.SignatureBytes(TestChain.Keys[0], body)), new LockOpening(1, default)]));
    }

    private Transaction Continue(Transaction create, ObjectId record, ulong version, byte[] data)
    {
        TransactionInput[] inputs =
            [.. new[] { new TransactionInput(record, version), new TransactionInput(create.Body.ObjectOf(1), 1) }.OrderBy(input => input.ObjectId)];
        return TestChain.Sign(
            _chain.Draft(inputs) with
            {
                Outputs =
                [
                    new TransactionOutput(Array.FindIndex(inputs, input => input.ObjectId == record), TestChain.Owner(0), new RecordContent("note", data)),
                    TransactionOutput.Coin(TestChain.Owner(0), AssetId.Kmcc, TestChain.CoinAmount - 2000),
                ],
                Fee = 1000,
            },
            0, 0);
    }
}
