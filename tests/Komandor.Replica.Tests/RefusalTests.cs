using Komandor.Consensus;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;
using Komandor.Replica.Messages;
using Komandor.State;

namespace Komandor.Replica.Tests;

public sealed class RefusalTests
{
    private static readonly MemberId _peer = new(2);

    [Fact]
    public void Events_WithAWrongSignature_AreRefusedByRuleGS4()
    {
        TestNetwork network = Started();
        SignedEvent honest = network.Forge(_peer);
        byte[] changed = honest.Encoded.ToArray();
        changed[^1] ^= 1;
        AssertRefused(network, new EventsMessage([changed]), MessageFault.EventRefused);
    }

    [Fact]
    public void Events_OfNoMember_AreRefusedByRuleGS4()
    {
        TestNetwork network = Started();
        SignedEvent stranger = new UnsignedEvent(
            network.Chain.Chain, network.Chain.Shard, new MemberId(9), 0, 1, network.Moment.Now, 0, null, [], []).Sign(TestNetwork.KeyOf(9));
        AssertRefused(network, new EventsMessage([stranger.Encoded]), MessageFault.EventRefused);
    }

    [Fact]
    public void Events_ThatContradictTheirParents_AreRefusedByRuleGS5()
    {
        TestNetwork network = Started();
        SignedEvent first = network.Forge(_peer);
        SignedEvent gap = network.Forge(_peer, 2, new ParentReference(first.Id, _peer, 1));
        Give(network, new EventsMessage([first.Encoded]));
        AssertRefused(network, new EventsMessage([gap.Encoded]), MessageFault.EventContradictsParents);
    }

    [Fact]
    public void Events_OfAThirdMemberThatContradictTheirParents_AreDroppedWithoutBlame()
    {
        TestNetwork network = Started();
        MemberId third = new(3);
        SignedEvent first = network.Forge(third);
        SignedEvent gap = network.Forge(third, 2, new ParentReference(first.Id, third, 1));
        SignedEvent next = network.Forge(third, 1, new ParentReference(first.Id, third, 1));
        Give(network, new EventsMessage([first.Encoded, gap.Encoded, next.Encoded]));
        Assert.DoesNotContain(network.Members[0].Effects, effect => effect is Disconnect);
        Assert.Equal(2, network.Members[0].Status.Events);
    }

    [Fact]
    public void Bytes_ThatAreNoMessage_EndTheLink()
    {
        TestNetwork network = Started();
        TestMember member = network.Members[0];
        member.Give(new MessageReceived(_peer, network.Verify(new byte[] { 0x77 })));
        Assert.Equal(MessageFault.UnknownKind, member.Effects.OfType<Disconnect>().Single().Fault);
    }

    [Fact]
    public void CertifiedHeader_WithTooLittleWeight_IsRefusedByRuleGS7()
    {
        TestNetwork network = WithABlock();
        BlockStore blocks = network.Members[0].Blocks;
        BlockHeader header = blocks.Header(1)!;
        Certificate weak = new(header.Id, [.. blocks.Certificate(blocks.FinalHeight)!.Signatures.Take(2)]);
        AssertRefused(network, new CertifiedHeaderMessage(header.Encode(), weak.Encode()), MessageFault.HeaderUncertified);
    }

    [Fact]
    public void SnapshotOffer_WithAnotherSnapshot_IsRefusedByRuleGS8()
    {
        TestNetwork network = WithABlock();
        TestMember giver = network.Members[0];
        BlockHeader header = giver.Blocks.Header(1)!;
        byte[] snapshot = giver.Store.Get(StoreKeys.SnapshotAt(1))!;
        IStateReader state = giver.Executor.State.Snapshot(BlockStore.StateVersion(1))!;
        byte[] proof = [.. state.Prove(StoredSnapshot.StateKey).Encoded];
        byte[] tagsProof = [.. state.Prove(SystemObjects.SpentTags.Value).Encoded];
        CertifiedHeaderMessage certified = new(header.Encode(), giver.Blocks.Certificate(1)!.Encode());
        Assert.Equal(MessageFault.None, network.Verify(MessageCodec.Encode(new SnapshotOfferMessage(certified, snapshot, proof, default, tagsProof))).Fault);

        // Another root of the spent tags, or none where there is one, would have the learner forget what was spent.
        byte[] tags = new SpentTags(Hash256.Zero, 0).Encode();
        AssertRefused(network, new SnapshotOfferMessage(certified, snapshot, proof, tags, tagsProof), MessageFault.SnapshotUnproven);
        giver.Effects.Clear();
        AssertRefused(network, new SnapshotOfferMessage(certified, snapshot, proof, default, proof), MessageFault.SnapshotUnproven);
        giver.Effects.Clear();
        snapshot[^1] ^= 1;
        AssertRefused(network, new SnapshotOfferMessage(certified, snapshot, proof, default, tagsProof), MessageFault.SnapshotUnproven);
    }

    [Fact]
    public void Block_LongerThanAMessage_HaltsNobodyWhoIsAskedForIt()
    {
        TestNetwork network = WithALongBlock(out ulong height);
        network.Members[0].Effects.Clear();
        Give(network, new GetBlocksMessage(height, 1));
        Send answer = Assert.IsType<Send>(Assert.Single(network.Members[0].Effects));
        Assert.True(MessageCodec.TryDecode(answer.Encoded.Span, out GossipMessage? message, out _));
        Assert.Equal((height, 0, MessageLimits.BatchSizeBytes), message is BlockPartMessage part ? (part.Height, part.Offset, part.Content.Length) : default);
    }

    [Fact]
    public void Events_ThatAreAllOrphans_FillTheSendersQuotaAndNoMore()
    {
        TestNetwork network = new(adjust: settings => settings with
        {
            Consensus = new ConsensusSettings { MaxOrphansPerPeer = 50, MaxFutureEventsPerPeer = 50 },
        });
        network.StartAll();
        network.Run(50);
        TestMember member = network.Members[0];
        for (ulong sequence = 1; sequence < 300; sequence++)
        {
            ParentReference missing = new(new EventId(new Hash256([.. Enumerable.Repeat((byte)(sequence % 251), 32)])), _peer, 1);
            Give(network, new EventsMessage([network.Forge(_peer, sequence, missing).Encoded]));
            Give(network, new EventsMessage([network.Forge(new MemberId(3), sequence, missing with { Creator = new MemberId(3) }, birth: 9).Encoded]));
        }

        Assert.True(member.Status.OrphanEvents <= 50);
        Assert.True(member.Status.FutureEvents <= 50);
        Assert.DoesNotContain(member.Effects, effect => effect is Disconnect);
        member.Give(new TransactionSubmitted(network.Pay(0)));
        network.Run(1_000);
        Assert.Equal(0, member.Status.PoolTransactions);
        Assert.True(member.Blocks.FinalHeight > 0);
    }

    [Fact]
    public void Events_OfABranchingMember_AreTakenAndProven()
    {
        TestNetwork network = Started();
        for (ulong branch = 0; branch < 10; branch++)
        {
            Give(network, new EventsMessage([network.Forge(_peer, payload: [[9, (byte)branch]]).Encoded]));
        }

        BranchFound found = network.Members[0].Effects.OfType<BranchFound>().Single();
        Assert.Equal(_peer, found.Evidence.Culprit);
        Assert.True(network.Members[0].Status.Members[1].HasBranched);
        CanonicalReader stored = new(network.Members[0].Store.Get(StoreKeys.EvidenceOf(_peer))!);
        Assert.True(BranchEvidence.TryRead(ref stored, out BranchEvidence? kept) && stored.TryFinish(out _));
        Assert.Equal(BranchFault.None, kept.Verify(new EventVerifier(network.Chain.Chain, network.Chain.Shard), network.Chain.Schedule));

        // What proves the branch entered; the others are held, and enter at the pace of an honest member.
        Assert.Equal(2, network.Members[0].Status.Members[1].InvalidItems);
        Assert.Equal(8, network.Members[0].Status.HeldEvents);
        for (int tick = 0; tick < 8; tick++)
        {
            network.Run(10);
        }

        Assert.Equal(0, network.Members[0].Status.HeldEvents);
        Assert.Equal(10, network.Members[0].Status.Members[1].InvalidItems);
        network.Members[0].Stop();
        network.Members[0].Start();
        Assert.True(network.Members[0].Status.Members[1].HasBranched);
    }

    [Fact]
    public void Events_OfAMemberThatFloods_LeaveMemoryBoundedAndPaymentsFinal()
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(50);
        TestMember member = network.Members[0];
        network.Members[1].Stop();
        member.Give(new TransactionSubmitted(network.Pay(0)));
        for (int turn = 0; turn < 20; turn++)
        {
            for (ulong sequence = 0; sequence < 100; sequence++)
            {
                Give(network, new EventsMessage([network.Forge(_peer, payload: [[9, (byte)turn, (byte)sequence]]).Encoded]));
            }

            network.Run(20);
        }

        OrdererStatus status = member.Status;
        Assert.True(status.HeldEvents <= 1_000);
        Assert.True(status.Events < 500, $"{status.Events} events");
        Assert.True(member.Blocks.FinalHeight > 0);
    }

    [Fact]
    public void Payload_OfInvalidItems_HasNoEffect()
    {
        TestNetwork network = Started();
        byte[] transaction = PayloadItem.OfTransaction(network.Pay(0).Transaction.Encoded.Span);
        transaction[^1] ^= 1;
        byte[] signature = PayloadItem.OfSignature(new HeaderClaim(1, default, default));
        Give(network, new EventsMessage([network.Forge(_peer, payload: [transaction, signature, [7]]).Encoded]));
        Assert.Equal(3, network.Members[0].Status.Members[1].InvalidItems);
        Assert.Equal(1, network.Members[0].Status.Events);
    }

    private static TestNetwork Started()
    {
        TestNetwork network = new();
        network.Members[0].Start();
        network.Members[1].Start();
        network.Link(network.Members[0]);
        return network;
    }

    private static TestNetwork WithABlock()
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(100);
        network.Members[0].Give(new TransactionSubmitted(network.Pay(0)));
        network.Run(1_000);
        Assert.Equal(1UL, network.Members[0].Blocks.FinalHeight);
        return network;
    }

    private static TestNetwork WithALongBlock(out ulong height)
    {
        TestNetwork network = new(coins: 20, adjust: settings => settings with { MaxPayloadSizeBytes = 900_000 });
        network.StartAll();
        network.Run(100);
        for (int coin = 0; coin < 20; coin++)
        {
            network.Members[coin % 4].Give(new TransactionSubmitted(network.PayOfSize(coin, LedgerLimits.TransactionSizeBytes)));
        }

        network.Run(1_000);
        height = 1;
        while (network.Members[0].Blocks.EncodedBlock(height)!.Length <= MessageLimits.MaxSizeBytes)
        {
            height++;
        }

        return network;
    }

    private static void Give(TestNetwork network, GossipMessage message) =>
        network.Members[0].Give(new MessageReceived(_peer, network.Verify(MessageCodec.Encode(message))));

    private static void AssertRefused(TestNetwork network, GossipMessage message, MessageFault fault)
    {
        TestMember member = network.Members[0];
        OrdererStatus before = member.Status;
        Hash256 root = member.Executor.State.Root;
        Give(network, message);
        Disconnect disconnect = member.Effects.OfType<Disconnect>().Single();
        Assert.Equal((_peer, fault), (disconnect.Peer, disconnect.Fault));
        OrdererStatus after = member.Status;
        Assert.Equal((before.Events, before.OrphanEvents, before.DecidedRound, before.FinalHeight), (after.Events, after.OrphanEvents, after.DecidedRound, after.FinalHeight));
        Assert.Equal(root, member.Executor.State.Root);
    }
}
