using Komandor.Consensus;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Archive;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;
using Komandor.Replica.Messages;
using Komandor.State;

namespace Komandor.Replica.Tests;

/// <summary>History in pieces, in a network of four, of which any three give it back.</summary>
public sealed class ArchiveTests
{
    private const int Members = 4;
    private const int Needed = 3;

    [Fact]
    public void Members_ThatGaveUpBlocks_ReadEveryOneWhileAsManyAreGoneAsMayBe()
    {
        TestNetwork network = Aged(members: 7, coins: 24);
        TestMember reader = network.Members[0];
        ulong wholeFrom = reader.Archivist.Status().WholeFrom;
        Dictionary<ulong, BlockId> chain = Chain(network);
        Assert.True(wholeFrom > 10);
        foreach (TestMember member in network.Members)
        {
            Assert.Equal(wholeFrom, member.Archivist.Status().WholeFrom);
            Assert.All(chain.Keys, height => Assert.Equal(height >= wholeFrom, member.Blocks.EncodedBlock(height) is not null));
        }

        network.Kill(network.Members[2]);
        network.Kill(network.Members[5]);
        AssertReads(network, reader, chain.Where(block => block.Key < wholeFrom));
        Assert.DoesNotContain(reader.Effects, effect => effect is Disconnect);
    }

    [Fact]
    public void Headers_OfBlocksThatWereGivenUp_AreShownByThoseAboveThem()
    {
        TestNetwork network = Aged();
        TestMember member = network.Members[0];
        ArchiveStatus status = member.Archivist.Status();
        Dictionary<ulong, BlockHeader> headers = network.Executed.DistinctBy(header => header.Height).ToDictionary(header => header.Height);
        int certified = 0;
        for (ulong height = 1; height < status.WholeFrom; height++)
        {
            List<BlockHeader> links = [];
            Certificate? certificate;
            while ((certificate = member.Blocks.Certificate(height + (ulong)links.Count)) is null)
            {
                links.Add(headers[height + (ulong)links.Count + 1]);
            }

            certified += links.Count == 0 ? 1 : 0;
            Assert.Equal(BlockFault.None, HeaderLinks.Verify(headers[height], links, certificate, network.Chain.Roster));
        }

        Assert.InRange(certified, 1, (int)status.GivenUp);
        Assert.True(status.WholeFrom > 2 * status.GivenUp);
    }

    [Fact]
    public void GiveUp_ALongSegment_KeepsACertificateEvery64Blocks()
    {
        MemoryKeyValueStore store = new();
        KeyValueBatch batch = new();
        foreach (ulong height in Enumerable.Range(1, 300).Select(height => (ulong)height))
        {
            batch.Put(StoreKeys.BlockAt(height), [1]);

            // Some are final through a later one, the segment's last among them.
            if (height % 7 is not (2 or 5))
            {
                batch.Put(StoreKeys.CertificateAt(height), [1]);
            }
        }

        store.Write(batch, durable: false);
        batch = new KeyValueBatch();
        PieceStore.GiveUp(batch, new BlockStore(store), new Segment(0, 20, 292, 1, 4, default));
        store.Write(batch, durable: false);
        Assert.Equal(1UL, new PieceStore(store).GivenUp);
        Assert.Equal(
            [34UL, 98UL, 162UL, 227UL, 291UL],
            Enumerable.Range(20, 273).Select(height => (ulong)height).Where(height => store.Get(StoreKeys.CertificateAt(height)) is not null));
        Assert.All(Enumerable.Range(1, 300), height => Assert.Equal(height is < 20 or > 292, store.Get(StoreKeys.BlockAt((ulong)height)) is not null));
        Assert.All([17UL, 18UL, 293UL, 300UL], height => Assert.NotNull(store.Get(StoreKeys.CertificateAt(height))));
    }

    [Fact]
    public void Want_WithOneTooFewPieces_IsLostByRuleAR11AndFoundOnceSomebodyIsBack()
    {
        TestNetwork network = Aged();
        foreach (int gone in new[] { 1, 2 })
        {
            network.Kill(network.Members[gone]);
        }

        TestMember reader = network.Members[0];
        reader.Give(new HistoryWanted(2));
        network.Run(500);
        Assert.Equal(new HistoryLost(2, HistoryFault.TooFewPieces, Needed - 1, Needed), reader.Effects.OfType<HistoryLost>().Single());
        Assert.Empty(reader.Found);
        network.Members[2].Start();
        network.Link(network.Members[2]);
        reader.Give(new HistoryWanted(2));
        network.Run(500);
        Assert.NotEmpty(reader.Found);
    }

    [Fact]
    public void Want_OfSilentMembers_TakesTheOthersAndGivesUpAfterTheDeadline()
    {
        TestNetwork network = Aged();
        TestMember reader = network.Members[0];
        HashSet<MemberId> silent = [new(2)];
        network.Tamper = (from, encoded) => encoded.Span[0] == 14 && silent.Contains(from) ? default : encoded;
        reader.Give(new HistoryWanted(2));
        network.Run(2_500);
        Assert.NotEmpty(reader.Found);
        silent.Add(new(3));
        reader.Give(new HistoryWanted(Segment.Find(reader.Executor.State, 1)!.First));
        network.Run(8_500);
        Assert.Equal(HistoryFault.TooFewPieces, reader.Effects.OfType<HistoryLost>().Single().Fault);
    }

    [Fact]
    public void Want_OfWhatIsNotArchived_IsLostByRuleAR9()
    {
        TestNetwork network = Aged();
        TestMember reader = network.Members[0];
        foreach (ulong height in new ulong[] { 0, reader.Blocks.Height, reader.Blocks.Height + 1, ulong.MaxValue })
        {
            reader.Effects.Clear();
            reader.Give(new HistoryWanted(height));
            Assert.Equal(new HistoryLost(height, HistoryFault.NotArchived, 0, 0), reader.Effects.OfType<HistoryLost>().Single());
        }
    }

    [Fact]
    public void Want_OfMoreSegmentsThanMayWait_IsLostByRuleAR10()
    {
        TestNetwork network = Aged(coins: 32, sizeBytes: 1, mostRounds: 1);
        network.Run(1_500);
        TestMember reader = network.Members[0];
        network.Tamper = (_, encoded) => encoded.Span[0] == 14 ? default : encoded;
        ulong wholeFrom = reader.Archivist.Status().WholeFrom;
        Assert.True(wholeFrom > 65);
        for (ulong height = 1; height <= 65; height++)
        {
            reader.Give(new HistoryWanted(height));
        }

        HistoryLost lost = reader.Effects.OfType<HistoryLost>().Single();
        Assert.Equal((65UL, HistoryFault.Busy), (lost.Height, lost.Fault));
        int asked = reader.Effects.OfType<Send>().Count(send => send.Encoded.Span[0] == 13);
        Assert.Equal(4 * (Needed - 1), asked);
    }

    [Fact]
    public void Piece_ThatIsFalse_IsRefusedByRuleGS11AndItsGiverNamed()
    {
        TestNetwork network = Aged();
        TestMember reader = network.Members[0];
        foreach (Func<PieceMessage, PieceMessage> lie in new Func<PieceMessage, PieceMessage>[]
        {
            message => message with { Content = message.Content with { Content = Flipped(message.Content.Content) } },
            message => message with { Content = message.Content with { Place = (message.Content.Place + 1) % Members } },
            message => message with { Content = message.Content with { Path = message.Content.Path[1..] } },
            message => message with { Content = message.Content with { Content = message.Content.Content[1..] } },
        })
        {
            reader.Found.Clear();
            reader.Effects.Clear();
            network.Tamper = (from, encoded) => from == new MemberId(3) && encoded.Span[0] == 14 ? Changed(encoded, lie) : encoded;
            AssertReads(network, reader, Chain(network).Where(block => block.Key < reader.Archivist.Status().WholeFrom));
            Disconnect blamed = reader.Effects.OfType<Disconnect>().First();
            Assert.Equal((new MemberId(3), MessageFault.PieceRefused), (blamed.Peer, blamed.Fault));
            Assert.All(reader.Effects.OfType<Disconnect>(), other => Assert.Equal(blamed, other));
        }
    }

    [Fact]
    public void Piece_ThatNobodyAskedFor_IsIgnored()
    {
        TestNetwork network = Aged();
        TestMember reader = network.Members[0];
        PiecePart part = new PieceStore(network.Members[1].Store).Part(0, 0)!;
        reader.Effects.Clear();
        reader.Give(new MessageReceived(new MemberId(2), network.Verify(MessageCodec.Encode(new PieceMessage(0, 0, part)))));
        Assert.Empty(reader.Effects);
    }

    [Fact]
    public void GetPiece_FromOnePeerWithoutEnd_IsAnsweredAtMost256TimesASecond()
    {
        TestNetwork network = Aged();
        TestMember giver = network.Members[0];
        giver.Effects.Clear();
        VerifiedMessage question = network.Verify(MessageCodec.Encode(new GetPieceMessage(0, 0)));
        for (int asked = 0; asked < 300; asked++)
        {
            giver.Give(new MessageReceived(new MemberId(2), question));
        }

        Assert.Equal(256, giver.Effects.Count);
        giver.Give(new MessageReceived(new MemberId(3), question));
        Assert.Equal(257, giver.Effects.Count);
        Assert.All(giver.Effects, effect => Assert.IsType<Send>(effect));
    }

    [Fact]
    public void Member_ThatLostItsDisk_MakesItsPiecesAgainFromTheOthers()
    {
        TestNetwork network = Aged(history: 4);
        TestMember lost = network.Members[3];
        network.Kill(lost);
        (lost.Store, lost.Files) = (new MemoryKeyValueStore(), new MemoryStateFiles());
        lost.Start();
        network.Link(lost);
        Work(network, 16, 20);
        network.Run(10_000);
        Assert.Contains(lost.Effects, effect => effect is StateLearned);
        ArchiveStatus status = lost.Archivist.Status();
        ulong wholeFrom = network.Members[0].Archivist.Status().WholeFrom;
        Assert.Equal((network.Members[0].Archivist.Status().Segments, null), (status.Pieces, status.Repairing));
        Assert.Equal(wholeFrom, status.WholeFrom);
        Assert.Null(lost.Blocks.EncodedBlock(wholeFrom - 1));
        Assert.Equal(0UL, lost.Executor.Status().BlocksToFetch);

        // Its pieces serve as they did before: without it, too few would be left.
        network.Kill(network.Members[1]);
        AssertReads(network, network.Members[0], Chain(network).Where(block => block.Key < wholeFrom));
    }

    [Fact]
    public void Member_ThatKeepsAll_TakesOldBlocksFromPiecesWhenNobodyHasThemWhole()
    {
        TestNetwork network = Aged(history: 4, ofLast: 0);
        Dictionary<ulong, BlockId> chain = Chain(network);
        TestMember whole = network.Members[3];
        network.Kill(whole);
        (whole.Store, whole.Files) = (new MemoryKeyValueStore(), new MemoryStateFiles());
        whole.Start();
        network.Link(whole);
        Work(network, 16, 20);
        network.Run(15_000);
        Assert.Contains(whole.Effects, effect => effect is StateLearned);
        Assert.Equal(0UL, whole.Executor.Status().BlocksToFetch);
        Assert.All(chain, block => Assert.Equal(block.Value, whole.Blocks.Header(block.Key)!.Id));
        Assert.Equal(whole.Archivist.Status().Segments, whole.Archivist.Status().Pieces);
        Assert.Equal(1UL, whole.Archivist.Status().WholeFrom);
    }

    [Fact]
    public void Members_WithoutASpareOne_GiveUpNothing()
    {
        TestNetwork network = Aged(members: 3);
        Assert.All(network.Members, member => Assert.Equal((1UL, 0UL), (member.Archivist.Status().WholeFrom, member.Archivist.Status().GivenUp)));
        Assert.All(Chain(network).Keys, height => Assert.NotNull(network.Members[0].Blocks.EncodedBlock(height)));
        Assert.True(network.Members[0].Archivist.Status().Pieces > 2);
    }

    [Fact]
    public void Piece_WithTheRosterAlone_IsCheckedUnderAnyLaterCertificate()
    {
        TestNetwork network = Aged();
        TestMember member = network.Members[3];
        BlockHeader header = member.Blocks.Header(member.Blocks.FinalHeight)!;
        IStateReader state = member.Executor.State.Snapshot(BlockStore.StateVersion(header.Height))!;
        Segment segment = Segment.Find(state, 0)!;
        StateProof proof = state.Prove(Segment.StateKey(0));
        Assert.True(header.Height > segment.Last + 3);
        Assert.Equal(BlockFault.None, CertificateVerifier.Verify(header, member.Blocks.Certificate(header.Height)!, network.Chain.Roster));
        Assert.Equal(StateProofFault.None, StateProofVerifier.Verify(header.StateRoot, Segment.StateKey(0), segment.StateValue(), proof));
        Assert.True(segment.IsGenuine(0, new PieceStore(member.Store).Part(0, 0)!));
    }

    [Fact]
    public void Segments_FollowEachOtherAndEndAtTheirSize()
    {
        TestNetwork network = Aged(history: 0);
        IStateReader state = network.Members[0].Executor.State;
        OpenSegment open = OpenSegment.Read(state);
        ulong next = 1;
        for (ulong number = 0; number < open.Number; number++)
        {
            Segment segment = Segment.Find(state, number)!;
            Assert.Equal(next, segment.First);
            long sizeBytes = 0;
            for (ulong height = segment.First; height <= segment.Last; height++)
            {
                Assert.True(sizeBytes < 1_500);
                sizeBytes += network.Members[0].Blocks.EncodedBlock(height)!.Length;
                Assert.Equal(segment, Segment.Covering(state, height));
            }

            Assert.True(sizeBytes >= 1_500);
            next = segment.Last + 1;
        }

        Assert.Equal(next, open.First);
        Assert.Null(Segment.Covering(state, next));
        Assert.Null(Segment.Covering(state, 0));
        Assert.Null(Segment.Find(state, open.Number));
    }

    // A network that has paid so often that most of its blocks stand in segments.
    private static TestNetwork Aged(int members = Members, int coins = 16, int sizeBytes = 1_500, int history = 6, int? ofLast = null, int mostRounds = 8)
    {
        TestNetwork network = new(members, coins: coins + 4, adjust: settings => settings with
        {
            SegmentSizeBytes = sizeBytes,
            HistoryBlocks = settings.Self.Value == members ? ofLast ?? history : history,
            RetainedStateVersions = 4,
            MaxRoundsBetweenBlocks = mostRounds,
            Consensus = new ConsensusSettings { AncientRounds = 6, ExpiredRounds = 22 },
        });
        network.StartAll();
        network.Run(100);
        Work(network, 0, coins);
        network.Run(1_000);
        Array.ForEach(network.Members, member => member.Effects.Clear());
        return network;
    }

    private static void Work(TestNetwork network, int firstCoin, int endCoin)
    {
        for (int coin = firstCoin; coin < endCoin; coin++)
        {
            network.Members[0].Give(new TransactionSubmitted(network.Pay(coin)));
            network.Run(60);
        }
    }

    // The ids of all blocks, which each later header commits to.
    private static Dictionary<ulong, BlockId> Chain(TestNetwork network) =>
        network.Executed.DistinctBy(header => header.Height).ToDictionary(header => header.Height, header => header.Id);

    private static void AssertReads(TestNetwork network, TestMember reader, IEnumerable<KeyValuePair<ulong, BlockId>> blocks)
    {
        int read = 0;
        foreach ((ulong height, BlockId id) in blocks)
        {
            Segment segment = Segment.Covering(reader.Executor.State, height)!;
            if (!reader.Found.ContainsKey(segment.Number))
            {
                reader.Give(new HistoryWanted(height));
                network.Run(50);
            }

            ReadOnlyMemory<byte>[] found = SegmentBlocks.TrySplit(segment, reader.Found[segment.Number].Data)!;
            Assert.True(Block.TryDecode(found[height - segment.First].Span, out Block? block, out _));
            Assert.Equal(id, block.Header.Id);
            read++;
        }

        Assert.True(read > 5);
    }

    private static byte[] Flipped(ReadOnlyMemory<byte> bytes)
    {
        byte[] changed = bytes.ToArray();
        changed[^1] ^= 1;
        return changed;
    }

    private static ReadOnlyMemory<byte> Changed(ReadOnlyMemory<byte> encoded, Func<PieceMessage, PieceMessage> change)
    {
        Assert.True(MessageCodec.TryDecode(encoded.Span, out GossipMessage? message, out _));
        return MessageCodec.Encode(change((PieceMessage)message));
    }
}
