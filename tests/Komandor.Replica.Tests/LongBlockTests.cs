using Komandor.Consensus;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;
using Komandor.Replica.Messages;

namespace Komandor.Replica.Tests;

public sealed class LongBlockTests
{
    [Fact]
    public void Member_BeyondTheWindow_FetchesBlocksThatNoMessageCarries()
    {
        TestNetwork network = WithLongBlocks(out TestMember away);
        Rejoin(network, away);
        network.Run(5_000);
        Assert.Contains(away.Effects, effect => effect is StateLearned);
        Assert.Equal(0UL, away.Executor.Status().BlocksToFetch);
        for (ulong height = 1; height <= network.Members[0].Blocks.Height; height++)
        {
            Assert.Equal(network.Members[0].Blocks.EncodedBlock(height), away.Blocks.EncodedBlock(height));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Part_ThatLies_IsRefusedByRuleGS10AndAnotherPeerGives(int liesFrom)
    {
        TestNetwork network = WithLongBlocks(out TestMember away);
        Rejoin(network, away);
        MemberId liar = default;
        for (int tick = 0; tick < 600; tick++)
        {
            network.ElapseTick();
            network.Deliver(reopen: true, before: (to, received) =>
            {
                if (to == away.Id && received.Message.Content is BlockPartMessage part && (liar == default || liar == received.Peer)
                    && !away.Effects.Any(effect => effect is Disconnect))
                {
                    liar = received.Peer;
                    byte[] content = part.Content.ToArray();
                    content[9] ^= (byte)(part.Offset >= liesFrom * MessageLimits.BatchSizeBytes ? 1 : 0);
                    away.Give(new MessageReceived(liar, network.Verify(MessageCodec.Encode(part with { Content = content }))));
                }
            });
        }

        Disconnect blamed = away.Effects.OfType<Disconnect>().First();
        Assert.Equal((liar, MessageFault.BlockRefused), (blamed.Peer, blamed.Fault));
        Assert.Equal(0UL, away.Executor.Status().BlocksToFetch);
        Assert.Equal(network.Members[0].Executor.State.Root, away.Executor.State.Root);
    }

    [Fact]
    public void Assembly_TakesThePartsInOrderAndNothingElse()
    {
        const int size = (2 * MessageLimits.BatchSizeBytes) + 5;
        BlockAssembly assembly = new(new MemberId(1), 7, size);
        BlockPartMessage first = new(7, size, 0, new byte[MessageLimits.BatchSizeBytes]);
        Assert.False(assembly.TryAdd(first with { Offset = MessageLimits.BatchSizeBytes }));
        Assert.False(assembly.TryAdd(first with { Content = new byte[10] }));
        Assert.False(assembly.TryAdd(first with { SizeBytes = size - 1 }));
        Assert.True(assembly.TryAdd(first));
        Assert.False(assembly.TryAdd(first));
        Assert.True(assembly.TryAdd(first with { Offset = MessageLimits.BatchSizeBytes }));
        Assert.False(assembly.IsComplete);
        Assert.True(assembly.TryAdd(first with { Offset = 2 * MessageLimits.BatchSizeBytes, Content = new byte[5] }));
        Assert.True(assembly.IsComplete);
        Assert.False(assembly.TryAdd(first with { Offset = size, Content = Array.Empty<byte>() }));
    }

    private static TestNetwork WithLongBlocks(out TestMember away)
    {
        TestNetwork network = new(coins: 60, adjust: settings => settings with
        {
            MaxPayloadSizeBytes = 900_000,
            MaxRoundsBetweenBlocks = 8,
            Consensus = new ConsensusSettings { AncientRounds = 6, ExpiredRounds = 22 },
        });
        network.StartAll();
        network.Run(100);
        away = network.Members[3];
        network.Kill(away);
        for (int coin = 0; coin < 20; coin++)
        {
            network.Members[coin % 3].Give(new TransactionSubmitted(network.PayOfSize(coin, LedgerLimits.TransactionSizeBytes)));
        }

        network.Run(500);
        for (int coin = 20; coin < 45; coin++)
        {
            network.Members[coin % 3].Give(new TransactionSubmitted(network.Pay(coin)));
            network.Run(300);
        }

        BlockStore blocks = network.Members[0].Blocks;
        Assert.Contains(
            Enumerable.Range(1, (int)blocks.Height), height => blocks.EncodedBlock((ulong)height)!.Length > MessageLimits.MaxWholeBlockSizeBytes);
        return network;
    }

    private static void Rejoin(TestNetwork network, TestMember away)
    {
        away.Start();
        network.Link(away);
    }
}
