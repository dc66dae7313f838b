using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;
using Komandor.State;

namespace Komandor.Replica.Tests;

public sealed class AgreementTests
{
    [Fact]
    public void Network_PaymentsAtEveryMember_AreFinalOnAllWithEqualStates()
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(200);
        for (int index = 0; index < 4; index++)
        {
            network.Members[index].Give(new TransactionSubmitted(network.Pay(index)));
        }

        network.Run(1_000);
        BlockHeader newest = network.Members[0].Blocks.Header(network.Members[0].Blocks.Height)!;
        Assert.Equal(4, Enumerable.Range(1, (int)newest.Height).Sum(height => network.Members[0].Blocks.Block((ulong)height)!.Transactions.Length));
        foreach (TestMember member in network.Members)
        {
            Assert.Equal(newest.Id, member.Blocks.Header(member.Blocks.Height)!.Id);
            Assert.Equal(newest.Height, member.Blocks.FinalHeight);
            Assert.Equal(BlockFault.None, CertificateVerifier.Verify(newest, member.Blocks.Certificate(newest.Height)!, network.Chain.Roster));
            Assert.Equal(newest.StateRoot, member.Executor.State.Root);
            Assert.Equal(Readiness.Ready, member.Status.Readiness);
            Assert.Equal(0, member.Status.PoolTransactions);
        }
    }

    [Fact]
    public void Payment_OnARestingNetwork_IsFinalWithinATenthOfASecondAndItsQueues()
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(200);
        for (int coin = 0; coin < 4; coin++)
        {
            TestMember member = network.Members[coin];
            ulong before = member.Blocks.FinalHeight;
            member.Give(new TransactionSubmitted(network.Pay(coin)));
            long start = network.ElapsedUs;
            while (member.Blocks.FinalHeight == before)
            {
                network.Run(5);
                Assert.True(network.ElapsedUs - start <= 150_000, $"Not final after {(network.ElapsedUs - start) / 1_000} ms.");
            }

            network.Run(300);
        }
    }

    [Fact]
    public void Network_NothingToDo_RestsAndWakesForAPayment()
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(200);
        network.Members[0].Give(new TransactionSubmitted(network.Pay(0)));
        network.Run(1_000);
        int before = network.Members.Sum(member => member.Status.Events);
        network.Run(2_000);
        Assert.Equal(before, network.Members.Sum(member => member.Status.Events));
        network.Members[1].Give(new TransactionSubmitted(network.Pay(1)));
        network.Run(1_000);
        Assert.All(network.Members, member => Assert.Equal(0, member.Status.PoolTransactions));
        Assert.True(network.Members[2].Blocks.FinalHeight >= 2);
    }

    [Fact]
    public void Block_OfEveryRound_CommitsToItsConsensusSnapshot()
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(100);
        network.Members[0].Give(new TransactionSubmitted(network.Pay(0)));
        network.Run(1_000);
        TestMember member = network.Members[2];
        byte[] snapshot = member.Store.Get(StoreKeys.SnapshotAt(member.Blocks.Height))!;
        StateProof proof = member.Executor.State.Prove(StoredSnapshot.StateKey);
        Hash256 root = member.Blocks.Header(member.Blocks.Height)!.StateRoot;
        Assert.Equal(StateProofFault.None, StateProofVerifier.Verify(root, StoredSnapshot.StateKey, StoredSnapshot.StateValue(snapshot), proof));
    }

    [Fact]
    public void Rounds_WithoutTransactions_MakeABlockAtTheSetDistance()
    {
        TestNetwork network = new(adjust: settings => settings with { MaxRoundsBetweenBlocks = 2 });
        network.StartAll();
        network.Run(100);
        for (int coin = 0; coin < 6; coin++)
        {
            network.Members[0].Give(new TransactionSubmitted(network.Pay(coin)));
            network.Run(400);
        }

        BlockStore blocks = network.Members[1].Blocks;
        for (ulong height = 1; height <= blocks.Height; height++)
        {
            Block block = blocks.Block(height)!;
            ulong distance = block.Header.Round - blocks.Header(height - 1)!.Round;
            Assert.True(block.Receipts.Length > 0 ? distance <= 2 : distance == 2);
        }

        Assert.Contains(Enumerable.Range(1, (int)blocks.Height), height => blocks.Block((ulong)height)!.Receipts.Length == 0);
    }

    [Fact]
    public void Header_BeforeTheBlockIsDurable_IsNotSigned()
    {
        TestNetwork network = new(members: 1);
        network.StartAll();
        network.Run(50);
        TestMember member = network.Members[0];
        member.Give(new TransactionSubmitted(network.Pay(0)));
        network.Run(300);
        int committed = member.Effects.FindIndex(effect => effect is CommitBlock);
        int final = member.Effects.FindIndex(effect => effect is BlockFinal);
        Assert.True(committed >= 0 && final > committed);
    }
}
