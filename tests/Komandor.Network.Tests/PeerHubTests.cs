using System.Net;
using Komandor.Primitives;

namespace Komandor.Network.Tests;

public sealed class PeerHubTests
{
    private static readonly MemberId _one = new(1);
    private static readonly MemberId _two = new(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Link_GoodPair_CarriesMessagesBothWaysInOrder()
    {
        await using PeerHub one = TestNetwork.Start(1);
        await using PeerHub two = TestNetwork.Start(2);
        await TestNetwork.ConnectAsync(one, two, 1, 2);
        byte[] large = new byte[1_000_000];
        new Random(1).NextBytes(large);
        for (int index = 0; index < 100; index++)
        {
            Assert.True(one.TrySend(_two, (byte)(16 + index), large.AsSpan(0, index * 50)));
        }

        Assert.True(one.TrySend(_two, 255, large));
        Assert.True(two.TrySend(_one, 17, "back"u8));
        for (int index = 0; index < 100; index++)
        {
            using PeerMessage message = await two.Inbound.ReadAsync(Token);
            Assert.Equal((byte)(16 + index), message.Channel);
            Assert.Equal(large.AsSpan(0, index * 50), message.Payload.Span);
        }

        using PeerMessage last = await two.Inbound.ReadAsync(Token);
        Assert.Equal(large, last.Payload.Span);
        using PeerMessage back = await one.Inbound.ReadAsync(Token);
        Assert.Equal("back"u8, back.Payload.Span);
        Assert.Equal(_two, back.From);
        last.Dispose();
        await TestNetwork.UntilAsync(() => one.Peers()[0].RoundTripMicroseconds is not null);
        PeerStatus status = one.Peers()[0];
        Assert.Equal(_two, status.Member);
        Assert.NotNull(status.ConnectedSince);
        Assert.Equal("komandor", status.Software);
        Assert.True(status.BytesOut > 1_000_000);
        Assert.Equal(0, two.Peers()[0].InboundBytes);
    }

    [Fact]
    public async Task Link_BothDialAtOnce_OneStaysAndBothKeepTheSame()
    {
        for (int round = 0; round < 5; round++)
        {
            await using PeerHub one = TestNetwork.Start(1);
            await using PeerHub two = TestNetwork.Start(2);
            TestNetwork.Dial(one, 2, two.ListeningAt);
            TestNetwork.Dial(two, 1, one.ListeningAt);

            // A link that gives way to the other takes its queue with it, so the first words may be lost.
            await TestNetwork.UntilAsync(() => Says(one, _two, two) && Says(two, _one, one));
            await TestNetwork.UntilAsync(() => one.AcceptedConnections + two.AcceptedConnections == 1);
            long links = one.Peers()[0].Links + two.Peers()[0].Links;
            await Task.Delay(100, Token);
            Assert.Equal(links, one.Peers()[0].Links + two.Peers()[0].Links);
            Assert.InRange(links, 2, 4);
            Assert.True(one.IsConnected(_two) && two.IsConnected(_one));
        }
    }

    [Fact]
    public async Task Link_OtherSideRestarts_IsMadeAgain()
    {
        await using PeerHub one = TestNetwork.Start(1);
        PeerHub two = TestNetwork.Start(2);
        IPEndPoint address = two.ListeningAt!;
        await TestNetwork.ConnectAsync(one, two, 1, 2);
        await two.StopAsync(Token);
        await two.DisposeAsync();
        await TestNetwork.UntilAsync(() => !one.IsConnected(_two));
        await using PeerHub again = TestNetwork.Start(2, TestNetwork.Options with { Listen = address });
        await TestNetwork.UntilAsync(() => one.IsConnected(_two) && again.IsConnected(_one));
        Assert.True(one.TrySend(_two, 16, "again"u8));
        using PeerMessage message = await again.Inbound.ReadAsync(Token);
        Assert.Equal("again"u8, message.Payload.Span);
        Assert.True(one.Peers()[0].Links >= 2);
    }

    [Fact]
    public async Task UpdateMembers_MemberRemoved_DropsItsLinkByRuleN36AndItsNextTryByRuleN13()
    {
        await using PeerHub one = TestNetwork.Start(1);
        await using PeerHub two = TestNetwork.Start(2);
        await TestNetwork.ConnectAsync(two, one, 2, 1);
        one.UpdateMembers([TestNetwork.Member(3)]);
        await TestNetwork.UntilAsync(() => one.FaultCount(LinkFault.MemberRemoved) >= 1 && one.FaultCount(LinkFault.UnknownMember) >= 1);
        Assert.False(one.IsConnected(_two));
        Assert.False(one.TrySend(_two, 16, "nobody"u8));
    }

    [Fact]
    public async Task Drop_APeerThatMisbehaves_KeepsItOutByRuleN38UntilTheTimeIsOver()
    {
        await using PeerHub one = TestNetwork.Start(1);
        await using PeerHub two = TestNetwork.Start(2);
        await TestNetwork.ConnectAsync(two, one, 2, 1);
        one.Drop(_two, TimeSpan.FromMilliseconds(300));
        await TestNetwork.UntilAsync(() => one.FaultCount(LinkFault.PeerMisbehaved) >= 2);
        Assert.False(one.IsConnected(_two));
        await TestNetwork.UntilAsync(() => one.IsConnected(_two) && two.IsConnected(_one));
    }

    [Fact]
    public async Task UpdateMembers_AddressMoves_IsDialledAtTheNewOne()
    {
        await using PeerHub one = TestNetwork.Start(1);
        await using PeerHub wrong = TestNetwork.Start(3);
        await using PeerHub two = TestNetwork.Start(2);
        TestNetwork.Dial(one, 2, wrong.ListeningAt);
        await TestNetwork.UntilAsync(() => one.FaultCount(LinkFault.WrongMember) >= 1);
        await TestNetwork.ConnectAsync(one, two, 1, 2);
    }

    [Fact]
    public async Task StopAsync_MessagesQueued_ArriveFirst()
    {
        PeerHub one = TestNetwork.Start(1);
        await using PeerHub two = TestNetwork.Start(2);
        await TestNetwork.ConnectAsync(one, two, 1, 2);
        byte[] payload = new byte[100_000];
        for (int index = 0; index < 50; index++)
        {
            Assert.True(one.TrySend(_two, 16, payload));
        }

        Task stop = one.StopAsync(Token);
        for (int index = 0; index < 50; index++)
        {
            using PeerMessage message = await two.Inbound.ReadAsync(Token);
            Assert.Equal(payload.Length, message.Payload.Length);
        }

        await stop;
        Assert.False(one.TrySend(_two, 16, payload));
        await TestNetwork.UntilAsync(() => two.FaultCount(LinkFault.PeerClosed) == 1);
        await one.DisposeAsync();
        Assert.False(await one.Inbound.WaitToReadAsync(Token));
    }

    [Fact]
    public async Task Link_ConsumerLags_PeerIsHeldAndNothingIsLost()
    {
        LinkOptions narrow = TestNetwork.Options with { InboundMessages = 4, SilenceTimeoutMs = 200 };
        await using PeerHub one = TestNetwork.Start(1);
        await using PeerHub two = TestNetwork.Start(2, narrow);
        await TestNetwork.ConnectAsync(one, two, 1, 2);
        byte[] payload = new byte[200_000];
        for (int index = 0; index < 60; index++)
        {
            payload[0] = (byte)index;
            Assert.True(one.TrySend(_two, 16, payload));
        }

        // Longer than the silence that is allowed: the lag is ours, so the peer stays.
        await Task.Delay(500, Token);
        Assert.Equal(4 * payload.Length, two.Peers()[0].InboundBytes);
        for (int index = 0; index < 60; index++)
        {
            using PeerMessage message = await two.Inbound.ReadAsync(Token);
            Assert.Equal((byte)index, message.Payload.Span[0]);
        }

        Assert.Equal(1, two.Peers()[0].Links);
    }

    [Fact]
    public async Task TrySend_OutOfBounds_Throws()
    {
        await using PeerHub one = TestNetwork.Start(1);
        Assert.Throws<ArgumentException>(() => one.TrySend(_two, 15, default));
        Assert.Throws<ArgumentException>(() => one.TrySend(_two, 16, new byte[TestNetwork.Options.MaximumFrameSizeBytes + 1]));
        Assert.False(one.TrySend(_two, 16, default));
    }

    private static bool Says(PeerHub from, MemberId to, PeerHub at)
    {
        from.TrySend(to, 16, "kept"u8);
        if (!at.Inbound.TryRead(out PeerMessage? message))
        {
            return false;
        }

        message.Dispose();
        return true;
    }
}
