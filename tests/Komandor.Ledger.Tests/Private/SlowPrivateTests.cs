using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger.Tests.Private;

/// <summary>Whole transactions of every shape, honest and spoilt, judged by the ledger and by what was written from the documents alone: one verdict.</summary>
public sealed class SlowPrivateTests
{
    private readonly PrivateChain _one = new();

    [Fact]
    public void Judge_TransactionsOfEveryShape_AgreesWithTheLedger()
    {
        TransactionOutput leaving = TransactionOutput.Coin(TestChain.Owner(9), AssetId.Kmcc, 70);
        _one.Commit(_one.Enter(PrivateTier.Shielded, 3), _one.Enter(PrivateTier.Ring, 4));
        foreach (Transaction transaction in new[]
        {
            _one.Enter(PrivateTier.Ring), _one.Enter(PrivateTier.Shielded, 1), _one.Ring(0, 2, 5_000, leaving), _one.Shielded(0, 1), _one.Shielded(9, 2, 5_000, leaving),
        })
        {
            Assert.Equal(LedgerFault.None, Agree(transaction));
        }
    }

    [Fact]
    public void Judge_SpoiltTransactions_AgreesWithTheLedgerOnTheRule()
    {
        HashSet<LedgerFault> met = [];
        Random random = new(7);
        foreach (Transaction transaction in new[] { _one.Ring(), _one.Shielded(0, 1) })
        {
            met.Add(Agree(Spoilt(transaction, random)));
        }

        Assert.DoesNotContain(LedgerFault.None, met);
    }

    [Fact]
    [Trait("lane", "nightly")]
    public void Judge_HundredsOfTransactionsHonestAndSpoilt_AgreesWithTheLedger()
    {
        Random random = new(8);
        HashSet<LedgerFault> met = [];
        for (int number = 0; number < 300; number++)
        {
            int first = random.Next(_one.Ada.NotesOf(PrivateTier.Shielded).Length - 1);
            TransactionOutput[] outputs = random.Next(2) == 0 ? [] : [TransactionOutput.Coin(TestChain.Owner(random.Next(10)), AssetId.Kmcc, (ulong)random.Next(1, 500))];
            Transaction transaction = random.Next(4) switch
            {
                0 => _one.Enter(random.Next(2) == 0 ? PrivateTier.Ring : PrivateTier.Shielded, random.Next(10)),
                1 => _one.Ring(first, random.Next(1, 3), (ulong)random.Next(5_000), outputs),
                _ => _one.Shielded(first, random.Next(1, 3), (ulong)random.Next(5_000), outputs),
            };
            met.Add(Agree(random.Next(3) == 0 ? transaction : Spoilt(transaction, random)));
        }

        Assert.Equal(
            [LedgerFault.None, LedgerFault.RingSignature, LedgerFault.SpendProof, LedgerFault.RangeProof, LedgerFault.MembershipProof], met.Order());
    }

    private LedgerFault Agree(Transaction transaction)
    {
        TransactionBody body = transaction.Body;
        CanonicalWriter writer = new();
        body.Bundle!.Write(writer);
        SlowPrivate slow = new(transaction, body.Encoded.Length - writer.SizeBytes, _one.Chain.View);
        Assert.True(slow.WitnessesSizeBytes >= 0);
        LedgerFault said = slow.Judge(body.Fee, slow.WitnessesSizeBytes - ProofsSizeBytes(transaction));
        Assert.Equal(said, _one.Chain.Execute(_one.Chain.Input(transaction)).Faults[0]);
        return said;
    }

    private static int ProofsSizeBytes(Transaction transaction) => transaction.Proofs!.Range.Length + transaction.Proofs.Inputs.Sum(
        input => input.Hiding.Length + input.Spend.Length + (transaction.Body.Bundle!.Tier == PrivateTier.Shielded ? 1 : 0));

    // A bit of one scalar or point of the proofs, which then is another or none.
    private static Transaction Spoilt(Transaction transaction, Random random)
    {
        while (true)
        {
            byte[] bytes = transaction.Encoded.ToArray();
            bytes[random.Next(bytes.Length - ProofsSizeBytes(transaction), bytes.Length)] ^= (byte)(1 << random.Next(8));
            if (Transaction.TryDecode(bytes, out Transaction? spoilt, out _))
            {
                return spoilt;
            }
        }
    }
}
