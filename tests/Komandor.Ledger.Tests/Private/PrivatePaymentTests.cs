using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.PrivatePayer;

namespace Komandor.Ledger.Tests.Private;

public sealed class PrivatePaymentTests
{
    private readonly PrivateChain _one = new();

    [Fact]
    public void Execute_EveryKindOfPrivateTransaction_MovesMoneyAndConservesSupply()
    {
        ulong ada = _one.Ada.Balance;
        ulong bob = _one.Bob.Balance;
        Transaction[] transactions =
        [
            _one.Shielded(0),
            _one.Shielded(2, 1),
            _one.Shielded(3, 2, 1_000, TransactionOutput.Coin(TestChain.Owner(9), AssetId.Kmcc, 30_000)),
            _one.Ring(0),
            _one.Ring(1, 3),
            _one.Ring(4, 1, 1_000, TransactionOutput.Coin(TestChain.Owner(9), AssetId.Kmcc, 40_000)),
            _one.Enter(PrivateTier.Shielded),
            _one.Enter(PrivateTier.Ring, 1),
        ];
        Block block = _one.Commit(transactions);

        Assert.All(block.Receipts, receipt => Assert.Equal(LedgerFault.None, receipt.Fault));
        Assert.Equal(bob + (4 * 5_000) + (2 * 1_000) + (2 * 7_000), _one.Bob.Balance);
        ulong fees = transactions.Aggregate(0UL, (sum, one) => sum + one.Body.Fee);
        Assert.Equal(ada + bob + (2 * TestChain.CoinAmount) - 70_000 - fees, _one.Ada.Balance + _one.Bob.Balance);
        Assert.Equal(20UL + (2 * 4), _one.Pool(PrivateTier.Shielded).Size);
        Assert.Equal(20UL + (2 * 4), _one.Pool(PrivateTier.Ring).Size);
        Assert.Contains(_one.Bob.Notes, note => note.Memo is { } memo && memo.AsSpan().StartsWith("from Ada"u8));
        Assert.DoesNotContain(_one.Ada.Notes, note => note.Memo is not null);
    }

    [Fact]
    public void Execute_NotesThatWereReceived_CanBePaidOn()
    {
        _one.Commit(_one.Shielded(0), _one.Ring(0));
        _one.Commit();
        foreach (PrivateTier tier in new[] { PrivateTier.Shielded, PrivateTier.Ring })
        {
            OwnedNote note = _one.Bob.NotesOf(tier)[^1];
            Assert.Equal(1UL, note.Height);
            Transaction back = tier == PrivateTier.Shielded
                ? _one.Bob.PayShielded(_one.Draft(), _one.Chain.View, _one.Proofs.Sets, [note], _one.Ada.Address, 1_000, 1)
                : _one.Bob.PayRing(_one.Draft(), _one.Chain.View, [note], [new(_one.Ada.Address, 1_000)], 1);
            Assert.Equal(LedgerFault.None, _one.Commit(back).Receipts[0].Fault);
        }
    }

    [Fact]
    public void TryDecode_PrivateTransactions_GiveTheirBytesBack()
    {
        foreach (Transaction transaction in new[] { _one.Shielded(), _one.Ring(0, 2), _one.Enter(PrivateTier.Shielded), _one.Enter(PrivateTier.Ring) })
        {
            Assert.True(Transaction.TryDecode(transaction.Encoded.Span, out Transaction? again, out _));
            Assert.Equal(transaction.WitnessId, again.WitnessId);
            Assert.Equal(transaction.Body.Bundle!.Outputs[0].Key, again.Body.Bundle!.Outputs[0].Key);
            Assert.Equal(transaction.Work, again.Work);
        }
    }

    [Fact]
    public void Work_OfOneShape_IsOne()
    {
        Assert.Equal(_one.Shielded(0, 1).Work, _one.Shielded(1, 2, 99_000).Work);
        Assert.Equal(_one.Ring(0, 1).Work, _one.Ring(5, 1, 90_000).Work);
    }
}
