using Komandor.Consensus;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;
using Komandor.Replica.Messages;
using Komandor.State;

namespace Komandor.Replica.Tests;

public sealed class CatchUpTests
{
    [Fact]
    public void Member_AwayWithinTheWindow_CatchesUpByEvents()
    {
        TestNetwork network = new(coins: 40);
        network.StartAll();
        network.Run(100);
        TestMember away = network.Members[3];
        Work(network, 0, 2);
        network.Kill(away);
        Work(network, 2, 8);
        away.Start();
        network.Link(away);
        network.Run(1_500);
        AssertUpToDate(network, away);
        Assert.DoesNotContain(away.Effects, effect => effect is StateLearned);
    }

    [Fact]
    public void Archive_AskedForOldEvents_DoesNotTellAnOwnEventThatIsNotDurable()
    {
        TestNetwork network = new(coins: 40, adjust: settings => settings with { Consensus = new ConsensusSettings { AncientRounds = 3 } });
        network.StartAll();
        network.Run(100);
        Work(network, 0, 10);
        TestMember giver = network.Members[0];
        network.Kill(giver);
        giver.Start();
        network.Link(giver);
        network.Run(500);
        giver.HoldsSyncs = true;
        giver.Give(new TransactionSubmitted(network.Pay(20)));
        network.Run(50);
        EventId unsynced = giver.Effects.OfType<WriteEvents>().Last(write => write.OwnEvent is not null).OwnEvent!.Value;
        giver.Sent.Clear();
        SyncMessage question = new(1, new GossipPosition(false, giver.Status.DecidedRound, 1, 1, 0), []);
        giver.Give(new MessageReceived(new MemberId(2), network.Verify(MessageCodec.Encode(question))));
        Assert.NotEmpty(giver.Sent);
        Assert.DoesNotContain(giver.Sent, signed => signed.Id == unsynced);
    }

    [Fact]
    public void Answer_LeavesOutWhatWasPushedOverTheLinkLately_UntilItIsAsOldAsALostAnswer()
    {
        TestNetwork network = new(coins: 40);
        network.StartAll();
        network.Run(100);
        Work(network, 0, 2);
        TestMember giver = network.Members[0];
        giver.Give(new TransactionSubmitted(network.Pay(20)));
        network.Run(20);
        SignedEvent pushed = giver.Sent.Last(signed => signed.Body.Creator == giver.Id);
        SyncMessage question = new(1, new GossipPosition(false, giver.Status.DecidedRound, 1, 1, 0), []);
        SignedEvent[] Ask()
        {
            network.ElapseTick();
            giver.Sent.Clear();
            giver.Give(new MessageReceived(new MemberId(2), network.Verify(MessageCodec.Encode(question))));
            return [.. giver.Sent];
        }

        SignedEvent[] early = Ask();
        Assert.Contains(early, signed => signed.Body.Creator != giver.Id);
        Assert.DoesNotContain(early, signed => signed.Id == pushed.Id);

        // Over another link it may never have gone.
        network.Unlink(network.Members[1]);
        network.Link(network.Members[1]);
        Assert.Contains(Ask(), signed => signed.Id == pushed.Id);
        giver.Give(new TransactionSubmitted(network.Pay(21)));
        network.Run(20);
        pushed = giver.Sent.Last(signed => signed.Body.Creator == giver.Id);
        Assert.DoesNotContain(Ask(), signed => signed.Id == pushed.Id);
        network.Run(1_000);
        Assert.Contains(Ask(), signed => signed.Id == pushed.Id);
    }

    [Fact]
    public void Archive_OfManySmallEvents_IsSentInMessagesThatTheReceiverTakes()
    {
        const int count = 4_500;
        TestNetwork network = new(adjust: TakesMany);
        network.Members[0].Start();
        network.Members[1].Start();
        network.Link(network.Members[0]);
        TestMember giver = network.Members[0];
        List<ReadOnlyMemory<byte>> batch = [];
        ParentReference? self = null;
        for (ulong sequence = 0; sequence < count; sequence++)
        {
            SignedEvent made = network.Forge(new MemberId(3), sequence, self);
            self = new ParentReference(made.Id, made.Body.Creator, 1);
            batch.Add(made.Encoded);
            if (batch.Count == 900)
            {
                giver.Give(new MessageReceived(new MemberId(2), network.Verify(MessageCodec.Encode(new EventsMessage([.. batch])))));
                batch.Clear();
            }
        }

        giver.Effects.Clear();
        SyncMessage question = new(1, new GossipPosition(false, 0, 0, 1, 0), []);
        giver.Give(new MessageReceived(new MemberId(2), network.Verify(MessageCodec.Encode(question))));
        Assert.Equal(count, giver.Sent.Count);
        Assert.All(giver.Effects.OfType<Send>(), send => Assert.True(MessageCodec.TryDecode(send.Encoded.Span, out _, out _)));
    }

    [Fact]
    public void Questions_ThatCostMuch_AreAnsweredSeldomAndNotForgotten()
    {
        TestNetwork network = new(adjust: TakesMany);
        network.Members[0].Start();
        network.Members[1].Start();
        network.Link(network.Members[0]);
        TestMember giver = network.Members[0];
        List<ReadOnlyMemory<byte>> chain = [];
        ParentReference? self = null;
        for (ulong sequence = 0; sequence < 2_000; sequence++)
        {
            SignedEvent made = network.Forge(new MemberId(3), sequence, self);
            self = new ParentReference(made.Id, made.Body.Creator, 1);
            chain.Add(made.Encoded);
        }

        giver.Give(new MessageReceived(new MemberId(2), network.Verify(MessageCodec.Encode(new EventsMessage(chain)))));
        giver.Effects.Clear();
        for (uint ticket = 1; ticket <= 20; ticket++)
        {
            giver.Give(new MessageReceived(new MemberId(2), network.Verify(MessageCodec.Encode(new SyncMessage(ticket, new GossipPosition(false, 0, 1, 1, 0), [])))));
            network.ElapseTick();
        }

        Assert.InRange(Answers(giver).Count, 5, 10);
        for (int tick = 0; tick < 5; tick++)
        {
            network.ElapseTick();
        }

        Assert.Equal(20u, Answers(giver)[^1].Ticket);
    }

    [Fact]
    public void Member_AwayBeyondTheWindow_LearnsACertifiedStateAndFetchesTheBlocks()
    {
        TestNetwork network = Forgetful();
        TestMember away = network.Members[3];
        network.Kill(away);
        Work(network, 2, 30);
        away.Start();
        network.Link(away);
        network.Run(4_000);
        Assert.Contains(away.Effects, effect => effect is StateLearned);
        AssertUpToDate(network, away);
        Assert.Equal(0UL, away.Executor.Status().BlocksToFetch);
        for (ulong height = 1; height <= away.Blocks.Height; height++)
        {
            Assert.Equal(network.Members[0].Blocks.EncodedBlock(height), away.Blocks.EncodedBlock(height));
        }
    }

    [Fact]
    public void Position_ThatOnePeerInvents_StopsNobody()
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(100);
        GossipPosition lie = new(false, 1L << 40, 1L << 40, 1L << 40, 1UL << 40);
        foreach (TestMember member in network.Members.Take(3))
        {
            member.Give(new MessageReceived(new MemberId(4), network.Verify(MessageCodec.Encode(new SyncMessage(7, lie, [])))));
        }

        Assert.Equal(Readiness.Ready, network.Members[0].Status.Readiness);
        network.Run(200);
        Assert.All(network.Members, member => Assert.DoesNotContain(member.Effects, effect => effect is CatchUpNeeded));
        network.Members[0].Give(new TransactionSubmitted(network.Pay(0)));
        network.Run(1_000);
        Assert.All(network.Members, member => Assert.Equal(1UL, member.Blocks.FinalHeight));
    }

    [Fact]
    public void Member_BeyondTheWindow_LearnsAlthoughOnePeerPretendsToGive()
    {
        TestNetwork network = Forgetful();
        TestMember away = network.Members[3];
        network.Kill(away);
        Work(network, 2, 30);
        away.Start();
        network.Link(away);
        GossipPosition lie = new(false, 1L << 40, 1, 1, 0);
        for (int second = 0; second < 15; second++)
        {
            for (int step = 0; step < 10; step++)
            {
                away.Give(new MessageReceived(new MemberId(1), network.Verify(MessageCodec.Encode(new SyncMessage(7, lie, [])))));
                network.Run(100);
            }
        }

        AssertUpToDate(network, away);
        Assert.Contains(away.Effects, effect => effect is StateLearned);
    }

    [Fact]
    public void Member_WhoseStateIsWrong_FindsOutAndLearnsTheRightOne()
    {
        TestNetwork network = Forgetful();
        TestMember wrong = network.Members[3];
        BlockHeader head = wrong.Blocks.Header(wrong.Blocks.Height)!;
        SpoilState(wrong, network);
        Work(network, 2, 12);
        network.Run(4_000);
        Assert.Contains(wrong.Effects, effect => effect is CatchUpNeeded { Reason: CatchUpReason.Diverged });
        Assert.Contains(wrong.Effects, effect => effect is StateLearned learned && learned.Header.Height > head.Height);
        AssertUpToDate(network, wrong);
        Assert.All(network.Members.Take(3), member => Assert.DoesNotContain(member.Effects, effect => effect is CatchUpNeeded));
    }

    [Fact]
    public void Offer_OfAnOldState_GivesWayToTheLatest()
    {
        TestNetwork network = Forgetful();
        TestMember away = network.Members[3];
        network.Kill(away);
        Work(network, 2, 30);
        TestMember giver = network.Members[0];
        ulong old = giver.Blocks.Height - 3;
        while (giver.Blocks.Certificate(old) is null)
        {
            old--;
        }

        CertifiedHeaderMessage certified = new(giver.Blocks.Header(old)!.Encode(), giver.Blocks.Certificate(old)!.Encode());
        IStateReader state = giver.Executor.State.Snapshot(BlockStore.StateVersion(old))!;
        byte[] proof = [.. state.Prove(StoredSnapshot.StateKey).Encoded];
        byte[] tagsProof = [.. state.Prove(SystemObjects.SpentTags.Value).Encoded];
        VerifiedMessage offer = network.Verify(MessageCodec.Encode(
            new SnapshotOfferMessage(certified, giver.Store.Get(StoreKeys.SnapshotAt(old))!, proof, default, tagsProof)));
        Assert.Equal(MessageFault.None, offer.Fault);
        away.Start();
        network.Link(away);
        bool isOffered = false;
        for (int tick = 0; tick < 800; tick++)
        {
            network.ElapseTick();
            network.Deliver();
            if (!isOffered && away.Executor.Status().IsLearning)
            {
                isOffered = true;
                away.Give(new MessageReceived(new MemberId(1), offer));
            }
        }

        Assert.All(away.Effects.OfType<StateLearned>(), learned => Assert.True(learned.Header.Height > old));
        Assert.Contains(away.Effects, effect => effect is StateLearned);
        AssertUpToDate(network, away);
    }

    [Fact]
    public void Chunk_AndBlockThatComeAfterTheStateWasLearned_ChangeNothing()
    {
        TestNetwork network = Forgetful();
        TestMember away = network.Members[3];
        network.Kill(away);
        Work(network, 2, 30);
        away.Start();
        network.Link(away);
        MessageReceived? lastChunk = null;
        for (int step = 0; step < 200 && !away.Effects.Any(effect => effect is StateLearned); step++)
        {
            network.ElapseTick();
            network.Deliver(before: (to, received) => lastChunk = to == away.Id && received.Message.Content is ChunkMessage ? received : lastChunk, reopen: false);
        }

        int effects = away.Effects.Count;
        Hash256 root = away.Executor.State.Root;
        away.Give(lastChunk!);
        away.LetTimePass();
        Assert.DoesNotContain(away.Effects.Skip(effects), effect => effect is WriteState or StateLearned or Disconnect or Halt);
        network.Deliver();
        network.Run(4_000);
        AssertUpToDate(network, away);
        Assert.NotEqual(root, away.Executor.State.Root);
    }

    [Fact]
    public void Block_ThatIsNotTheOneToLearn_IsRefusedByRuleGS10AndTheOthersGive()
    {
        TestNetwork network = Forgetful();
        TestMember away = network.Members[3];
        network.Kill(away);
        Work(network, 2, 30);
        away.Start();
        network.Link(away);
        bool hasLied = false;
        for (int step = 0; step < 200 && !hasLied; step++)
        {
            network.ElapseTick();
            network.Deliver(reopen: true, before: (_, received) =>
            {
                if (!hasLied && received.Peer == away.Id && received.Message.Content is GetBlocksMessage question)
                {
                    hasLied = true;
                    BlocksMessage lie = new(question.Height, [network.Members[0].Blocks.EncodedBlock(question.Height - 1)!]);
                    away.Give(new MessageReceived(new MemberId(1), network.Verify(MessageCodec.Encode(lie))));
                }
            });
        }

        Disconnect blamed = away.Effects.OfType<Disconnect>().Single();
        Assert.Equal((new MemberId(1), MessageFault.BlockRefused), (blamed.Peer, blamed.Fault));
        network.Run(4_000);
        AssertUpToDate(network, away);
    }

    [Fact]
    public void Blocks_ThatAreNotTheOldOnes_AreRefusedByRuleGS10AndNothingIsWritten()
    {
        TestNetwork network = Forgetful();
        TestMember away = network.Members[3];
        network.Kill(away);
        Work(network, 2, 30);
        away.Start();
        network.Link(away);
        GetBlocksMessage question = AwaitQuestion<GetBlocksMessage>(network, away, null, message => message.Count > 1);
        ulong toFetch = away.Executor.Status().BlocksToFetch;
        byte[] first = network.Members[0].Blocks.EncodedBlock(question.Height)!;
        byte[] changed = [.. first];
        changed[^1] ^= 1;
        byte[] second = network.Members[0].Blocks.EncodedBlock(question.Height - 1)!;
        foreach (byte[][] lie in new[] { new[] { changed }, [second], [first, first] })
        {
            away.Effects.Clear();
            away.Give(new MessageReceived(new MemberId(2), network.Verify(MessageCodec.Encode(new BlocksMessage(question.Height, [.. lie])))));
            Disconnect blamed = away.Effects.OfType<Disconnect>().Single();
            Assert.Equal((new MemberId(2), MessageFault.BlockRefused), (blamed.Peer, blamed.Fault));
            Assert.DoesNotContain(away.Effects, effect => effect is WriteState);
            Assert.Equal(toFetch, away.Executor.Status().BlocksToFetch);
            Assert.Null(away.Blocks.EncodedBlock(question.Height));
        }

        network.Run(4_000);
        AssertUpToDate(network, away);
        Assert.Equal(0UL, away.Executor.Status().BlocksToFetch);
    }

    [Fact]
    public void Chunk_ThatIsWrong_IsRefusedByRuleGS9AndTheOthersGive()
    {
        TestNetwork network = Forgetful();
        TestMember away = network.Members[3];
        network.Kill(away);
        Work(network, 2, 30);
        away.Start();
        network.Link(away);
        GetChunkMessage question = AwaitQuestion<GetChunkMessage>(network, away, new MemberId(1));
        ChunkMessage lie = new(question.Height, question.Place, new byte[] { 1, 2, 3 });
        away.Give(new MessageReceived(new MemberId(1), network.Verify(MessageCodec.Encode(lie))));
        Assert.Equal(MessageFault.ChunkRefused, away.Effects.OfType<Disconnect>().Single().Fault);
        network.Run(4_000);
        AssertUpToDate(network, away);
    }

    // Runs the network until the member asks, and does not deliver that question.
    private static TMessage AwaitQuestion<TMessage>(TestNetwork network, TestMember asking, MemberId? asked, Func<TMessage, bool>? chosen = null)
        where TMessage : GossipMessage
    {
        for (int step = 0; step < 400; step++)
        {
            network.ElapseTick();
            TMessage? question = asking.Effects.OfType<Send>().Where(send => asked is null || send.Peer == asked)
                .Select(send => MessageCodec.TryDecode(send.Encoded.Span, out GossipMessage? message, out _) ? message : null)
                .OfType<TMessage>().FirstOrDefault(chosen ?? (_ => true));
            if (question is not null)
            {
                return question;
            }

            asking.Effects.Clear();
            network.Deliver();
        }

        throw new InvalidOperationException("It was not asked.");
    }

    private static List<SyncDoneMessage> Answers(TestMember member) => [.. member.Effects.OfType<Send>()
        .Select(send => MessageCodec.TryDecode(send.Encoded.Span, out GossipMessage? message, out _) ? message : null).OfType<SyncDoneMessage>()];

    private static TestNetwork Forgetful()
    {
        TestNetwork network = new(coins: 40, adjust: settings => settings with
        {
            MaxRoundsBetweenBlocks = 8,
            Consensus = new ConsensusSettings { AncientRounds = 6, ExpiredRounds = 22 },
        });
        network.StartAll();
        network.Run(100);
        Work(network, 0, 2);
        return network;
    }

    // A flipped bit that no checksum caught: the member goes on from another state than it certified.
    private static void SpoilState(TestMember member, TestNetwork network)
    {
        network.Kill(member);
        LedgerState state = new(member.Files, StatePlaces.Current(member.Store), BlockStore.StateVersion(member.Blocks.Height));
        KeyValueBatch batch = new();
        LedgerStaged staged = state.Stage([new(network.Chain.Genesis.ObjectOf(39).Value, null)], []);
        state.Commit(staged);
        state.Flush();
        Block block = member.Blocks.Block(member.Blocks.Height)!;
        Block forged = block with { Header = block.Header with { StateRoot = staged.Root, Height = block.Header.Height + 1 } };
        BlockStore.PutBlock(batch, forged);
        BlockStore.PutHeight(batch, forged.Header.Height);
        member.Store.Write(batch, durable: true);
        member.Start();
        network.Link(member);
    }

    [Fact]
    public void State_ThatIsBeingGiven_IsKeptBeyondTheOthersButNotForEver()
    {
        TestNetwork network = new(coins: 40, adjust: settings => settings with { RetainedStateVersions = 4, MaxPinnedStateVersions = 12 });
        network.StartAll();
        network.Run(100);
        Work(network, 0, 6);
        TestMember giver = network.Members[0];
        ulong height = giver.Blocks.Height;
        byte[] first = Chunk(network, giver, height);
        Assert.NotEmpty(first);
        int coin = 6;
        while (giver.Blocks.Height < height + 11)
        {
            Work(network, coin, coin + 1);
            coin++;
            Assert.Equal(first, Chunk(network, giver, height));
        }

        Assert.Empty(Chunk(network, giver, height - 1));
        while (giver.Blocks.Height < height + 14)
        {
            Work(network, coin, coin + 1);
            coin++;
        }

        Assert.Empty(Chunk(network, giver, height));
        height = giver.Blocks.Height;
        Assert.NotEmpty(Chunk(network, giver, height));
        network.Run(11_000);
        Work(network, coin, coin + 6);
        Assert.Empty(Chunk(network, giver, height));
    }

    private static byte[] Chunk(TestNetwork network, TestMember giver, ulong height)
    {
        giver.Effects.Clear();
        giver.Give(new MessageReceived(new MemberId(2), network.Verify(MessageCodec.Encode(new GetChunkMessage(height, default)))));
        Send answer = giver.Effects.OfType<Send>().Single();
        Assert.True(MessageCodec.TryDecode(answer.Encoded.Span, out GossipMessage? message, out _));
        return ((ChunkMessage)message).Content.ToArray();
    }

    private static ReplicaSettings TakesMany(ReplicaSettings settings) =>
        settings with { Consensus = new ConsensusSettings { MaxEventsPerAccount = 10_000 } };

    private static void Work(TestNetwork network, int firstCoin, int endCoin)
    {
        for (int coin = firstCoin; coin < endCoin; coin++)
        {
            network.Members[coin % 3].Give(new TransactionSubmitted(network.Pay(coin)));
            network.Run(300);
        }
    }

    private static void AssertUpToDate(TestNetwork network, TestMember member)
    {
        BlockStore others = network.Members[0].Blocks;
        Assert.Equal(Readiness.Ready, member.Status.Readiness);
        Assert.Equal(others.Height, member.Blocks.Height);
        Assert.Equal(others.Header(others.Height)!.Id, member.Blocks.Header(member.Blocks.Height)!.Id);
        Assert.Equal(others.Height, member.Blocks.FinalHeight);
        Assert.Equal(network.Members[0].Executor.State.Root, member.Executor.State.Root);
    }
}
