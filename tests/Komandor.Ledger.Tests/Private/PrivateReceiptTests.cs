using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger.Tests.Private;

/// <summary>That nobody ends another's payment by ordering a copy of it with other proofs: an id covers no proof.</summary>
public sealed class PrivateReceiptTests
{
    private readonly PrivateChain _one = new();

    [Fact]
    public void Execute_CopyWithSpoiltProofs_LeavesNoReceiptAndTheRightOneExecutesLater()
    {
        Transaction[] payments = [_one.Ring(), _one.Shielded(), _one.Enter(PrivateTier.Ring), _one.Enter(PrivateTier.Shielded, 1)];
        LedgerFault[] faults = [LedgerFault.RingSignature, LedgerFault.SpendProof, LedgerFault.RangeProof, LedgerFault.RangeProof];
        Transaction[] copies = [.. payments.Select((payment, index) => WithByte(payment, LastByteOf(payment, faults[index])))];
        ExecutedBlock spoilt = _one.Chain.Execute(_one.Chain.Input(copies));
        Assert.Equal(faults, spoilt.Faults);
        Assert.Empty(spoilt.Receipts);

        // In one block with its copies on both sides, an id has the receipt of its execution.
        Block block = _one.Commit([.. copies, .. payments, .. copies]);
        Assert.Equal(payments.Select(payment => (payment.Id, payment.WitnessId)), block.Receipts.Select(receipt => (receipt.TransactionId, receipt.WitnessId)));
        Assert.All(block.Receipts, receipt => Assert.True(receipt.Executed));
    }

    [Fact]
    public void Execute_CopyWithASpoiltMembership_LeavesNoReceipt()
    {
        Transaction payment = _one.Shielded();
        Transaction copy = WithByte(payment, payment.Body.Encoded.Length + 1 + payment.Proofs!.Inputs[0].Hiding.Length - 32);
        _one.Chain.AssertRejected(copy, LedgerFault.MembershipProof);
        Assert.Equal(LedgerFault.None, _one.Commit(copy, payment).Receipts.Single().Fault);
    }

    [Fact]
    public void Execute_EnteringOpenedInAnotherWay_LeavesNoReceiptByRuleN32()
    {
        // One key opens the coin, or two others together, for another fee: whoever has those can make the dear copy.
        Lock held = Lock.Create(LockNode.Or(
            LockNode.Key(TestChain.Keys[0].PublicKey), LockNode.And(LockNode.Key(TestChain.Keys[1].PublicKey), LockNode.Key(TestChain.Keys[2].PublicKey))));
        TransactionDraft move = _one.Chain.Draft(_one.Chain.Coin(0)) with
        {
            Outputs = [TransactionOutput.Coin(held, AssetId.Kmcc, TestChain.CoinAmount - 1_000)],
            Fee = 1_000,
        };
        Transaction moved = TestChain.Sign(move, 0);
        _one.Commit(moved);
        TransactionDraft draft = _one.Chain.Draft(new TransactionInput(moved.Body.ObjectOf(0), 1));
        Transaction entering = _one.Ada.Enter(
            draft, PrivateTier.Ring, TestChain.CoinAmount - 1_000, _one.Bob.Address, 5, held, TestChain.Keys[0], 1);
        LockOpening[] openings = [.. Enumerable.Range(1, 2).Select(leaf => new LockOpening(leaf, Witness.SignatureBytes(TestChain.Keys[leaf], entering.Body)))];
        Assert.True(Transaction.TryCreate(entering.Body, [new Witness(held, [.. openings])], entering.Proofs, out Transaction? dear, out _));
        Assert.True(dear.Work > entering.Work);
        _one.Chain.AssertRejected(dear, LedgerFault.PrivateFee);
        Assert.Equal(entering.WitnessId, _one.Commit(dear, entering).Receipts.Single().WitnessId);
    }

    [Fact]
    public void Execute_OrderWithTooFewSignatures_LeavesNoReceiptAndTheFullOneExecutesLater()
    {
        TransactionBody body = new PauseOrder(PoolId.Ring, 0).Build(
            _one.Chain.Genesis.ChainId, _one.Chain.Genesis.Shard, _one.Chain.Now.Plus(3600 * Timestamp.PerSecond));
        HeaderSignature[] signatures = [.. Enumerable.Range(0, 3).Select(index => OrderSignatures.Sign(body, new MemberId((uint)index + 1), TestChain.Keys[index]))];
        Transaction few = Transaction.CreateOrder(body, signatures[..2]);
        Transaction full = Transaction.CreateOrder(body, signatures);
        Assert.Equal(few.Id, full.Id);
        Block block = _one.Commit(few);
        Assert.Empty(block.Receipts);
        Assert.Equal(LedgerFault.None, _one.Commit(few, full).Receipts.Single().Fault);
    }

    private static int LastByteOf(Transaction payment, LedgerFault proof) => proof switch
    {
        LedgerFault.RingSignature => payment.Body.Encoded.Length + payment.Proofs!.Inputs[0].Hiding.Length - 32,
        LedgerFault.SpendProof => payment.Body.Encoded.Length + 1 + payment.Proofs!.Inputs[0].Hiding.Length + payment.Proofs.Inputs[0].Spend.Length - 32,
        _ => payment.Encoded.Length - 32,
    };

    // The lowest byte of a scalar: another scalar, still below the order.
    private static Transaction WithByte(Transaction transaction, int place)
    {
        byte[] bytes = transaction.Encoded.ToArray();
        bytes[place] ^= 1;
        Assert.True(Transaction.TryDecode(bytes, out Transaction? changed, out _));
        Assert.Equal(transaction.Id, changed.Id);
        return changed;
    }
}
