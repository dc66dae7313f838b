using System.Diagnostics.CodeAnalysis;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.PrivatePayer.Refused;

namespace Komandor.Replica.Tests;

/// <summary>That what must be refused is refused everywhere: alone, by a member that is offered it, in a block that a hostile member fills, by a member that was started again. Numbers are those of docs/security/private-money-review.md §4.</summary>
public sealed class RefusedMoneyTests(RefusedMoneyRun run) : IClassFixture<RefusedMoneyRun>
{
    public static TheoryData<int> Numbers => new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17);

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Judge_Alone_SaysTheRule(int number) => AssertFaults(number, run.Alone);

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Offer_ToAMember_IsRefusedByTheRule(int number) => AssertFaults(number, run.Waiting);

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Order_ByAHostileMember_IsRejectedByTheRuleOrLeavesNoReceipt(int number) => AssertOrdered(number, run.Block);

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Restart_OfAllMembers_ForgetsNoRule(int number)
    {
        AssertFaults(number, run.WaitingAfterRestart);
        AssertOrdered(number, run.BlockAfterRestart);
    }

    [Fact]
    public void Offers_OfAll_LeaveThePoolEmptyButForWhatABlockAloneCanJudge() =>
        Assert.Equal(run.List.Count(one => !IsForeseen(one.Fault)), run.PoolAfterOffers);

    [Fact]
    public void Order_OfAllBesideHonestPayments_ChangesWhatThoseChangeAlone()
    {
        Assert.Equal(run.Honest.Select(one => one.Id).Order(), run.Block.Executed.Select(one => one.Id).Order());
        ulong fees = run.Honest.Aggregate(0UL, (sum, one) => sum + one.Body.Fee);
        Assert.Equal(run.Before with
        {
            Fees = run.Before.Fees + fees,
            Ring = run.Before.Ring with { Total = run.Before.Ring.Total - run.Honest[0].Body.Fee, Size = run.Before.Ring.Size + 2 },
            Shielded = run.Before.Shielded with { Total = run.Before.Shielded.Total - run.Honest[1].Body.Fee, Size = run.Before.Shielded.Size + 2 },
        }, run.After);
        Assert.True(run.After.HasCoin);
    }

    [Fact]
    public void Restart_AndTheSameAgain_ChangesNothing()
    {
        Assert.Empty(run.BlockAfterRestart.Executed);
        Assert.Equal(run.After, run.AfterRestart);
        Assert.Single(run.Roots);
    }

    [Fact]
    public void Order_OfWhatIsNoTransaction_CountsAgainstItsCreator()
    {
        int invalid = run.List.Count(one => IsStatic(one.Fault));
        Assert.Equal((invalid, invalid), ((int)run.Block.InvalidItems, (int)run.BlockAfterRestart.InvalidItems));
    }

    [Fact]
    public void List_HoldsEveryNumberAndNoTransactionTwice()
    {
        Assert.Equal(Numbers.Select(row => row.Data), run.List.Select(one => one.Number).Distinct().Order());
        Assert.Equal(run.List.Count, run.List.Select(one => one.What).Distinct().Count());
        Assert.Equal(run.List.Count, run.List.Select(one => Convert.ToHexString(one.Encoded)).Distinct().Count());
    }

    private void AssertFaults(int number, LedgerFault[] said) => AssertFaults(run, number, said);

    private void AssertOrdered(int number, RefusedMoneyRun.OrderedOutcome outcome) => AssertOrdered(run, number, outcome);

    internal static void AssertFaults(RefusedMoneyRun run, int number, LedgerFault[] said)
    {
        (RefusedTransaction Refused, LedgerFault Said)[] wrong = [.. run.List.Zip(said)
            .Where(one => one.First.Number == number && one.Second != (IsForeseen(one.First.Fault) ? one.First.Fault : LedgerFault.None))];
        Assert.Empty(wrong);
    }

    internal static void AssertOrdered(RefusedMoneyRun run, int number, RefusedMoneyRun.OrderedOutcome outcome)
    {
        foreach (RefusedTransaction refused in run.List.Where(one => one.Number == number))
        {
            Receipt[] receipts = TryId(refused, out TransactionId? id) ? [.. outcome.Receipts.Where(receipt => receipt.TransactionId == id).Distinct()] : [];
            Receipt[] expected = IsStatic(refused.Fault) || HangsOnWitness(refused.Fault) ? [] : [new Receipt(id!.Value, default, refused.Fault, 0)];
            Assert.True(expected.SequenceEqual(receipts), $"{refused}: {string.Join(' ', receipts)}");
            Assert.DoesNotContain(outcome.Executed, one => one.Id == id);
        }
    }

    private static bool TryId(RefusedTransaction refused, [NotNullWhen(true)] out TransactionId? id)
    {
        id = Transaction.TryDecode(refused.Encoded, out Transaction? transaction, out _) ? transaction.Id : null;
        return id is not null;
    }

    // What needs no state: it never reaches a block.
    private static bool IsStatic(LedgerFault fault) => fault is (> LedgerFault.None and < LedgerFault.NotYetValid) or (>= LedgerFault.UnknownTier and < LedgerFault.TagSpent);

    // Sums of transparent coins are judged when a block executes them.
    private static bool IsForeseen(LedgerFault fault) => fault != LedgerFault.FeeNotExact;

    private static bool HangsOnWitness(LedgerFault fault) => fault is LedgerFault.RingSignature or LedgerFault.SpendProof or LedgerFault.RangeProof or LedgerFault.MembershipProof;
}
