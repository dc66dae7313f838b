using Komandor.Ledger.Private;
using Komandor.PrivatePayer;

namespace Komandor.Ledger.Tests.Private;

/// <summary>That no two executed transactions have one nonce: whoever could repeat one would make two notes with one key, of which a recipient spends one (10 of the list of what must be refused).</summary>
public sealed class NoteNonceTests
{
    private readonly PrivateChain _one = new();
    private PrivateFrame? _frame;

    [Theory]
    [InlineData(PrivateTier.Ring)]
    [InlineData(PrivateTier.Shielded)]
    public void Enter_TwiceBesideOneContinuedRecord_MakesNoKeyTwice(PrivateTier tier)
    {
        int[] accounts = [.. Enumerable.Range(0, 9).OrderByDescending(account => _one.Chain.Coin(account).ObjectId).Take(2)];
        TransactionInput record = MakeRecordBelow(accounts);
        Transaction first = Enter(tier, record, accounts[0], null);
        Transaction second = Enter(tier, record with { ObjectVersion = 2 }, accounts[1], _frame);
        Assert.Equal(first.Body.Inputs[0].ObjectId, second.Body.Inputs[0].ObjectId);
        Assert.NotEqual(first.Body.Nonce, second.Body.Nonce);

        // One block, so that shielded keys would have one weight and with it one tag.
        Block block = _one.Commit(first, second);
        Assert.Equal([LedgerFault.None, LedgerFault.None], block.Receipts.Select(receipt => receipt.Fault));
        Assert.Equal(4, block.Transactions.SelectMany(transaction => transaction.Body.Bundle!.Outputs).Select(output => output.Key).Distinct().Count());

        // What the victim counts, it can spend.
        OwnedNote[] paid = [.. _one.Bob.NotesOf(tier).Where(note => note.Value == 7_000)];
        Assert.Equal(2, paid.Length);
        Transaction both = tier == PrivateTier.Ring
            ? _one.Bob.PayRing(_one.Draft(), _one.Chain.View, paid, [new(_one.Ada.Address, 5)], 1)
            : _one.Bob.PayShielded(_one.Draft(), _one.Chain.View, _one.Proofs.Sets, paid, _one.Ada.Address, 5, 1);
        Assert.Equal(LedgerFault.None, _one.Commit(both).Receipts[0].Fault);
    }

    // The attacker takes the same seed for the same payments each time.
    private Transaction Enter(PrivateTier tier, TransactionInput record, int account, PrivateFrame? like)
    {
        TransactionDraft draft = _one.Chain.Draft(record, _one.Chain.Coin(account)) with
        {
            Outputs = [new TransactionOutput(0, TestChain.Owner(9), new RecordContent("counter", new byte[] { (byte)record.ObjectVersion }))],
        };
        FeeQuote quote = FeeQuote.OfPrivate(
            draft, tier, 0, 2, [WitnessShape.Key(TestChain.Owner(9)), WitnessShape.Key(TestChain.Owner(account))], 1);
        draft = draft with { Fee = quote.Fee };
        ulong entering = TestChain.CoinAmount - quote.Fee;
        _frame = like is null
            ? _one.Ada.Frame(draft, tier, [new(_one.Bob.Address, 7_000), new(_one.Ada.Address, entering - 7_000)])
            : like with { Draft = draft };
        return PrivateAssembler.Entering(
            _frame, entering,
            body => [Witness.Sign(TestChain.Owner(9), TestChain.Keys[9], body), Witness.Sign(TestChain.Owner(account), TestChain.Keys[account], body)]);
    }

    // Inputs ascend by id, and the first one's makes the nonce: the record has to be below the coins.
    private TransactionInput MakeRecordBelow(int[] accounts)
    {
        for (byte attempt = 0; ; attempt++)
        {
            TransactionDraft draft = _one.Chain.Draft(_one.Chain.Coin(9)) with
            {
                Outputs =
                [
                    new TransactionOutput(null, TestChain.Owner(9), new RecordContent("counter", new byte[] { attempt })),
                    TransactionOutput.Coin(TestChain.Owner(9), Primitives.AssetId.Kmcc, TestChain.CoinAmount - 1_000),
                ],
                Fee = 1_000,
            };
            Transaction made = TestChain.Sign(draft, 9);
            TransactionInput record = new(made.Body.ObjectOf(0), 1);
            if (accounts.All(account => record.ObjectId.CompareTo(_one.Chain.Coin(account).ObjectId) < 0))
            {
                _one.Commit(made);
                return record;
            }
        }
    }
}
