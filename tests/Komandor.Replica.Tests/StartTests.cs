using Komandor.Primitives;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;
using Komandor.Replica.Messages;
using Komandor.State;

namespace Komandor.Replica.Tests;

public sealed class StartTests
{
    [Fact]
    public void OwnEvent_UntilDurable_IsHeardByNobody()
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(100);
        TestMember member = network.Members[0];
        member.HoldsSyncs = true;
        member.Give(new TransactionSubmitted(network.Pay(0)));
        network.Run(300);
        Assert.Contains(member.Effects, effect => effect is WriteEvents { OwnEvent: not null });
        Assert.DoesNotContain(member.Sent, signed => signed.Body.Creator == member.Id && signed.Body.Payload.Count > 0);
        member.Release();
        network.Run(300);
        Assert.Contains(member.Sent, signed => signed.Body.Creator == member.Id && signed.Body.Payload.Count > 0);
    }

    [Fact]
    public void Start_WithTooFewPeers_CreatesNothing()
    {
        TestNetwork network = new();
        network.Members[0].Start();
        network.Members[1].Start();
        network.Link(network.Members[0]);
        network.Run(500);
        Assert.Equal(Readiness.NoQuorum, network.Members[0].Status.Readiness);
        network.Members[0].Give(new TransactionSubmitted(network.Pay(0)));
        Assert.Equal(PoolFault.NotReady, network.Members[0].Effects.OfType<SubmissionAnswered>().Single().Fault);
        Assert.Equal(0, network.Members[0].Status.Events);
    }

    [Fact]
    public void Restart_FromAnOldDiskImage_DoesNotBranch()
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(100);
        TestMember member = network.Members[0];
        member.Give(new TransactionSubmitted(network.Pay(0)));
        network.Run(500);
        MemoryKeyValueStore image = CopyOf(member.Store);
        member.Give(new TransactionSubmitted(network.Pay(1)));
        network.Run(500);
        ulong newest = member.Status.Members[0].NewestSequence!.Value;
        network.Kill(member);
        member.Store = image;
        member.Start();
        Assert.InRange(member.Status.Members[0].NewestSequence!.Value, 0UL, newest - 1);
        network.Link(member);
        network.Run(500);
        Assert.Equal(Readiness.Ready, member.Status.Readiness);
        member.Give(new TransactionSubmitted(network.Pay(2)));
        network.Run(1_000);
        Assert.True(member.Status.Members[0].NewestSequence > newest);
        Assert.All(network.Members, one => Assert.DoesNotContain(one.Effects, effect => effect is BranchFound));
        Assert.Equal(network.Members[1].Blocks.Height, member.Blocks.FinalHeight);
    }

    [Fact]
    public void Restart_OfAll_GoesOnFromTheSameState()
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(100);
        network.Members[0].Give(new TransactionSubmitted(network.Pay(0)));
        network.Run(500);
        ulong height = network.Members[0].Blocks.Height;
        foreach (TestMember member in network.Members)
        {
            network.Kill(member);
            member.Store.Crash();
        }

        network.StartAll();
        network.Run(300);
        network.Members[2].Give(new TransactionSubmitted(network.Pay(1)));
        network.Run(1_000);
        Assert.All(network.Members, member => Assert.True(member.Blocks.FinalHeight > height));
        Assert.All(network.Members, member => Assert.DoesNotContain(member.Effects, effect => effect is BranchFound or Halt or Disconnect));
    }

    // What a power loss leaves when the store's last writes reached the disk and the log's did not.
    [Fact]
    public void Restart_WhoseStateEndsBeforeItsBlocks_TakesThemOutAndExecutesThemAgain()
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(100);
        TestMember member = network.Members[0];
        member.Give(new TransactionSubmitted(network.Pay(0)));
        network.Run(500);
        MemoryStateFiles image = member.Files.Copy();
        KeyValueBatch flushedBefore = new();
        flushedBefore.Put(StoreKeys.DurableState, member.Store.Get(StoreKeys.DurableState)!);
        ulong height = member.Blocks.Height;
        member.Give(new TransactionSubmitted(network.Pay(1)));
        network.Run(500);
        ulong newest = member.Blocks.Height;
        Assert.True(newest > height);
        byte[] block = member.Blocks.EncodedBlock(newest)!;
        network.Kill(member);
        member.Files = image;
        member.Store.Write(flushedBefore, durable: true);
        Executor opened = new(network.Settings(member.Id), network.Chain, member.Store, image.Copy(), SerialForkJoin.Instance);
        List<ReplicaEffect> effects = [];
        opened.Start(network.Moment, effects);
        WriteState write = Assert.IsType<WriteState>(Assert.Single(effects));
        Assert.True(write.IsDurable);
        MemoryKeyValueStore rolledBack = CopyOf(member.Store);
        rolledBack.Write(write.Batch, durable: true);
        BlockStore blocks = new(rolledBack);
        Assert.Equal((height, height), (blocks.Height, blocks.FinalHeight));
        Assert.Null(blocks.EncodedBlock(newest));
        Assert.Null(blocks.Certificate(newest));

        member.Start();
        network.Link(member);
        network.Run(1_500);
        Assert.Equal(block, member.Blocks.EncodedBlock(newest));
        Assert.Equal(network.Members[1].Blocks.FinalHeight, member.Blocks.FinalHeight);
        Assert.All(network.Members, one => Assert.DoesNotContain(one.Effects, effect => effect is BranchFound or Halt or CatchUpNeeded));
    }

    // The same without a power loss: the log was on the disk, and something happened to it there.
    [Theory]
    [InlineData("even-", 100)]
    [InlineData("tags-even-log-", 10)]
    public void Restart_WhoseNewestStateIsDamaged_SaysWhereAndExecutesThoseBlocksAgain(string log, int fromEnd)
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(100);
        TestMember member = network.Members[0];
        member.Give(new TransactionSubmitted(network.Pay(0)));
        network.Run(500);
        ulong newest = member.Blocks.Height;
        network.Kill(member);
        string file = member.Files.Names().Where(name => name.StartsWith(log, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Last();
        member.Files.Flip(file, (member.Files.SizeOf(file) - fromEnd) * 8);
        Executor opened = new(network.Settings(member.Id), network.Chain, member.Store, member.Files.Copy(), SerialForkJoin.Instance);
        List<ReplicaEffect> effects = [];
        opened.Start(network.Moment, effects);
        Assert.Equal(2, effects.Count);
        StateDamaged damaged = Assert.IsType<StateDamaged>(effects[0]);
        Assert.Matches(file + ".* from byte ", damaged.Reason);
        Assert.Contains(FormattableString.Invariant($"to {BlockStore.StateVersion(newest)} "), damaged.Reason, StringComparison.Ordinal);

        member.Start();
        network.Link(member);
        network.Run(1_500);
        Assert.Equal(network.Members[1].Blocks.EncodedBlock(newest), member.Blocks.EncodedBlock(newest));
        Assert.Equal(network.Members[1].Blocks.FinalHeight, member.Blocks.FinalHeight);
        network.Kill(member);
        effects = [];
        new Executor(network.Settings(member.Id), network.Chain, member.Store, member.Files, SerialForkJoin.Instance).Start(network.Moment, effects);
        Assert.Empty(effects);
    }

    // And when the log's reached it and the store's did not.
    [Fact]
    public void Restart_WhoseStateGoesBeyondItsBlocks_CutsIt()
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(100);
        TestMember member = network.Members[0];
        MemoryKeyValueStore image = CopyOf(member.Store);
        member.Give(new TransactionSubmitted(network.Pay(0)));
        network.Run(500);
        Assert.True(member.Blocks.Height > new BlockStore(image).Height);
        network.Kill(member);
        member.Store = image;
        Executor opened = new(network.Settings(member.Id), network.Chain, image, member.Files, SerialForkJoin.Instance);
        List<ReplicaEffect> effects = [];
        opened.Start(network.Moment, effects);
        Assert.Empty(effects);
        Assert.Equal(BlockStore.StateVersion(new BlockStore(image).Height), opened.State.Version);
    }

    [Fact]
    public void Restart_WhoseStateIsGone_SaysSoAndStops()
    {
        TestNetwork network = new();
        network.StartAll();
        network.Run(100);
        TestMember member = network.Members[0];
        member.Give(new TransactionSubmitted(network.Pay(0)));
        network.Run(500);
        Assert.True(member.Blocks.Height > 0);
        network.Kill(member);
        Executor opened = new(network.Settings(member.Id), network.Chain, member.Store, new MemoryStateFiles(), SerialForkJoin.Instance);
        Assert.Throws<InvalidDataException>(() => opened.Start(network.Moment, []));
    }

    [Fact]
    public void NewestOfYours_OfSomebodyElse_IsRefusedByRuleGS6()
    {
        TestNetwork network = new();
        network.Members[0].Start();
        network.Members[1].Start();
        network.Link(network.Members[0]);
        TestMember member = network.Members[0];
        member.LetTimePass();
        SyncMessage question = member.Effects.OfType<Send>()
            .Select(send => MessageCodec.TryDecode(send.Encoded.Span, out GossipMessage? message, out _) ? message : null).OfType<SyncMessage>().Last();
        SyncDoneMessage answer = new(question.Ticket, question.Position, false, network.Forge(new MemberId(2)).Encoded);
        member.Give(new MessageReceived(new MemberId(2), network.Verify(MessageCodec.Encode(answer))));
        Assert.Equal(MessageFault.NotYourEvent, member.Effects.OfType<Disconnect>().Single().Fault);
    }

    [Fact]
    public void Start_OverTheStoreOfAnotherChain_Halts()
    {
        TestNetwork other = new(coins: 3);
        other.Members[0].Start();
        TestNetwork network = new();
        List<ReplicaEffect> effects = [];
        new Executor(network.Settings(new MemberId(1)), network.Chain, other.Members[0].Store, other.Members[0].Files, SerialForkJoin.Instance).Start(network.Moment, effects);
        Assert.IsType<Halt>(Assert.Single(effects));
    }

    internal static MemoryKeyValueStore CopyOf(MemoryKeyValueStore store)
    {
        KeyValueBatch batch = new();
        foreach (KeyValuePair<byte[], byte[]> entry in store.Scan([], []))
        {
            batch.Put(entry.Key, entry.Value);
        }

        MemoryKeyValueStore copy = new();
        copy.Write(batch, durable: true);
        return copy;
    }
}
