using Komandor.Ledger;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;

namespace Komandor.Replica.Tests;

public sealed class PoolTests
{
    [Fact]
    public void Submit_BeyondTheLimit_IsBusyByRuleGP1()
    {
        TestNetwork network = Stalled(settings => settings with { MaxPoolTransactions = 2 });
        Assert.Equal(PoolFault.None, Submit(network, network.Pay(0)));
        Assert.Equal(PoolFault.None, Submit(network, network.Pay(1)));
        Assert.Equal(PoolFault.Busy, Submit(network, network.Pay(2)));
        Assert.Equal(2, network.Members[0].Status.PoolTransactions);
    }

    [Fact]
    public void Submit_BeyondTheBytes_IsBusyByRuleGP1()
    {
        TestNetwork network = Stalled(settings => settings with { MaxPoolSizeBytes = 500 });
        Assert.Equal(PoolFault.None, Submit(network, network.Pay(0)));
        Assert.Equal(PoolFault.Busy, Submit(network, network.Pay(1)));
    }

    [Fact]
    public void Submit_OfAnObjectInUse_IsRefusedByRuleGP2()
    {
        TestNetwork network = Stalled();
        VerifiedTransaction first = network.Pay(0);
        Assert.Equal(PoolFault.None, Submit(network, first));
        Assert.Equal(PoolFault.ObjectInUse, Submit(network, network.Pay(0, amount: 2_000)));
        Assert.Equal(PoolFault.None, Submit(network, first));
        Assert.Equal(1, network.Members[0].Status.PoolTransactions);
    }

    [Fact]
    public void Submit_OfAnEndedValidity_IsRefusedByRuleGP3()
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(100);
        VerifiedTransaction late = network.Pay(1, validMs: 1);
        network.Run(100);
        Submit(network, network.Pay(0));
        network.Run(1_000);
        Assert.Equal(PoolFault.Expired, Submit(network, late));
    }

    [Fact]
    public void Transaction_WhoseValidityEndsUnordered_IsReportedExpired()
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(100);
        TestMember member = network.Members[0];
        member.HoldsSyncs = true;
        Submit(network, network.Pay(7));
        network.Run(50);
        VerifiedTransaction waiting = network.Pay(1, validMs: 20);
        Assert.Equal(PoolFault.None, Submit(network, waiting));
        network.Run(200);
        network.Members[1].Give(new TransactionSubmitted(network.Pay(2)));
        network.Run(1_000);
        TransactionExpired expired = member.Effects.OfType<TransactionExpired>().Single();
        Assert.Equal(waiting.Transaction.Id, expired.Transaction);
        member.Release();
        network.Run(1_000);
        Assert.False(member.HasExecuted(waiting.Transaction.Id));
        Assert.True(member.HasExecuted(network.Members[1].Blocks.Block(1)!.Transactions[0].Id));
    }

    [Fact]
    public void Transaction_InSomebodysEvent_IsNotSentAgain()
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(100);
        VerifiedTransaction payment = network.Pay(0);
        network.Members[0].Give(new TransactionSubmitted(payment));
        network.Run(15);
        network.Members[1].Give(new TransactionSubmitted(payment));
        network.Run(1_000);
        Assert.Single(network.Members.SelectMany(member => member.Sent).DistinctBy(signed => signed.Id)
            .SelectMany(signed => signed.Body.Payload), item => item.Span[0] == PayloadItem.Transaction);
        Assert.All(network.Members, member => Assert.Equal(0, member.Status.PoolTransactions));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Transaction_WhoseCopyWithAWrongWitnessIsOrderedFirst_IsExecutedAllTheSame(int member)
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(100);
        VerifiedTransaction payment = network.Pay(0);
        network.Members[member].Give(new TransactionSubmitted(network.WithAnothersWitness(payment)));
        network.Run(15);
        Assert.Equal(PoolFault.None, Submit(network, payment));
        network.Run(1_000);
        Assert.All(network.Members, one => Assert.True(one.HasExecuted(payment.Transaction.Id)));
        Assert.Equal(0, network.Members[0].Status.PoolTransactions);
    }

    [Fact]
    public void Round_BeyondItsBudget_LeavesTheRestToLaterRoundsByRuleGB6()
    {
        TestNetwork network = new(adjust: settings => settings with { MaxRoundSizeBytes = 4 * 800 });
        network.StartAll();
        network.Run(100);
        VerifiedTransaction[] payments = [.. Enumerable.Range(0, 8).Select(coin => network.Pay(coin))];
        foreach (VerifiedTransaction payment in payments)
        {
            Assert.Equal(PoolFault.None, Submit(network, payment));
        }

        network.Run(4_000);
        BlockStore blocks = network.Members[0].Blocks;
        Assert.All(network.Members, one => Assert.All(payments, payment => Assert.True(one.HasExecuted(payment.Transaction.Id))));
        for (ulong height = 1; height <= blocks.Height; height++)
        {
            Assert.True(blocks.Block(height)!.Transactions.Sum(one => one.Encoded.Length) <= 800);
        }

        Assert.Equal(0, network.Members[0].Status.PoolTransactions);
    }

    [Fact]
    public void Round_FullOfOneMembersJunk_HasRoomForTheOthers()
    {
        TestNetwork network = new(coins: 40, adjust: settings => settings with { MaxRoundWork = 4 * 700 });
        network.StartAll();
        network.Run(100);
        for (int copy = 0; copy < 30; copy++)
        {
            network.Members[1].Give(new TransactionSubmitted(network.WithAnothersWitness(network.Pay(copy))));
        }

        VerifiedTransaction payment = network.Pay(35);
        Submit(network, payment);
        network.Run(300);
        Assert.All(network.Members, one => Assert.True(one.HasExecuted(payment.Transaction.Id)));
    }

    [Fact]
    public void Submit_OfAFifthCopyWithOtherWitnesses_IsBusyByRuleGP1()
    {
        TestNetwork network = Stalled();
        VerifiedTransaction payment = network.Pay(0);
        Assert.Equal(PoolFault.None, Submit(network, payment));
        for (byte seed = 1; seed <= 3; seed++)
        {
            Assert.Equal(PoolFault.None, Submit(network, network.WithAnothersWitness(payment, seed)));
        }

        Assert.Equal(PoolFault.Busy, Submit(network, network.WithAnothersWitness(payment, 4)));
        Assert.Equal(PoolFault.None, Submit(network, payment));
        Assert.Equal(4, network.Members[0].Status.PoolTransactions);
    }

    [Fact]
    public void Transaction_OfTheLargestSize_IsOrderedLikeAnyOther()
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(100);
        VerifiedTransaction largest = network.PayOfSize(0, LedgerLimits.TransactionSizeBytes);
        Assert.Equal(PoolFault.None, Submit(network, largest));
        network.Run(1_000);
        Assert.All(network.Members, member => Assert.True(member.HasExecuted(largest.Transaction.Id)));
    }

    [Fact]
    public void Payments_WithoutAQuorum_DoNotEachMakeAnEvent()
    {
        TestNetwork network = Stalled();
        int before = network.Members[0].Status.Events;
        for (int coin = 0; coin < 8; coin++)
        {
            Assert.Equal(PoolFault.None, Submit(network, network.Pay(coin)));
            network.Run(50);
        }

        Assert.True(network.Members[0].Status.Events - before <= 2);
    }

    // One member of four is active and nobody orders: the others died after it began to take part.
    private static TestNetwork Stalled(Func<ReplicaSettings, ReplicaSettings>? adjust = null)
    {
        TestNetwork network = new(adjust: adjust);
        network.StartAll();
        network.Run(100);
        foreach (TestMember member in network.Members.Skip(1))
        {
            network.Kill(member);
        }

        return network;
    }

    private static PoolFault Submit(TestNetwork network, VerifiedTransaction transaction)
    {
        network.Members[0].Give(new TransactionSubmitted(transaction));
        return network.Members[0].Effects.OfType<SubmissionAnswered>().Last().Fault;
    }
}
