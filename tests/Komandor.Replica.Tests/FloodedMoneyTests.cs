using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.PrivatePayer;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;

namespace Komandor.Replica.Tests;

/// <summary>A flood of the largest private payments that have one wrong bit (18 of the list of what must be refused).</summary>
public sealed class FloodedMoneyTests
{
    private const int Copies = 24;

    private readonly Payer _ada = new("Ada", "kmdt");
    private readonly TestNetwork _network;

    public FloodedMoneyTests() => _network = new TestNetwork(payer: _ada);

    [Fact]
    public void Offers_OfSpoiltCopies_FillNothingAndLeaveTheGoodOneGood()
    {
        _network.StartAll();
        _network.Run(100);
        TestMember member = _network.Members[0];
        PoolView view = new(member.Executor.Ledger, member.Blocks.Header(0)!, _network.Chain.Genesis.Parameters.Private);
        Transaction good = Largest(view);
        Transaction[] spoilt = [.. Enumerable.Range(0, Copies).Select(copy => Spoilt(good, copy))];
        PrivateVerifier verifier = new(capacity: 8);
        LedgerFault[] verdicts = verifier.Foresee(view, 1, _network.Moment.Now, _network.Chain.Roster, [.. spoilt, good], SerialForkJoin.Instance);
        Assert.Equal([.. Enumerable.Repeat(LedgerFault.RingSignature, Copies), LedgerFault.None], verdicts);
        Assert.Equal((Copies + 1, 8), (verifier.Judged, verifier.Cache.Count));

        // Another fee is refused before any proof is looked at.
        LedgerFault[] dear = verifier.Foresee(view, 2, _network.Moment.Now, _network.Chain.Roster, spoilt, SerialForkJoin.Instance);
        Assert.All(dear, verdict => Assert.Equal(LedgerFault.PrivateFee, verdict));
        Assert.Equal(Copies + 1, verifier.Judged);

        // A hostile member orders what its pool holds of one id; the others leave no receipt of it, and execute the good one.
        foreach (Transaction copy in spoilt)
        {
            _network.Members[3].Give(new TransactionSubmitted(Verified(copy)));
        }

        _network.Run(500);
        member.Give(new TransactionSubmitted(Verified(good)));
        _network.Run(1_000);
        Assert.All(_network.Members, one => Assert.True(one.HasExecuted(good.Id)));
        Assert.Single(member.Effects.OfType<CommitBlock>().SelectMany(commit => commit.Block.Receipts), receipt => receipt.TransactionId == good.Id);
        Assert.All(_network.Members, one => Assert.Equal(0, one.Status.PoolTransactions));
    }

    // Sixteen notes taken and sixteen made, the most that a payment may.
    private Transaction Largest(PoolView view)
    {
        TransactionDraft draft = new() { ChainId = _network.Chain.Chain, Shard = _network.Chain.Shard, ValidUntil = _network.Moment.Now.Plus(600 * Timestamp.PerSecond) };
        return _ada.PayRing(draft, view, _ada.NotesOf(PrivateTier.Ring), [.. Enumerable.Range(0, 15).Select(value => new PrivatePayment(_ada.Address, (ulong)value))], 1);
    }

    private static Transaction Spoilt(Transaction good, int copy)
    {
        byte[] bytes = good.Encoded.ToArray();
        bytes[good.Body.Encoded.Length + 64 + (32 * (copy % 8))] ^= (byte)(1 << (copy / 8));
        Assert.True(Transaction.TryDecode(bytes, out Transaction? spoilt, out _));
        return spoilt;
    }

    private static VerifiedTransaction Verified(Transaction transaction)
    {
        Assert.Equal(LedgerFault.None, new TransactionVerifier(transaction.Body.ChainId, transaction.Body.Shard).Verify(transaction, out VerifiedTransaction? verified));
        return verified!;
    }
}
