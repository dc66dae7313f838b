using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using Komandor.Primitives;

namespace Komandor.Network.Tests;

/// <summary>Authenticated and unauthenticated peers that misbehave: each is dropped by its rule, memory stays bounded, others go on.</summary>
public sealed class HostilePeerTests
{
    private static readonly MemberId _two = new(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Link_GigabyteHeader_IsDroppedByRuleN24WithoutRoomForIt()
    {
        await using PeerHub hub = TestNetwork.Start(1);
        using SslStream peer = await TestNetwork.ConnectLinkAsync(hub, 2);
        long before = GC.GetTotalAllocatedBytes();
        await peer.WriteAsync(TestNetwork.Frame(16, default, 1u << 30), Token);
        await TestNetwork.UntilAsync(() => hub.FaultCount(LinkFault.FrameTooLarge) == 1);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 512 << 20);
        await TestNetwork.AssertGoesOnAsync(hub, 1, 3);
    }

    [Fact]
    public async Task Link_HalfAFrameThenSilence_IsDroppedByRuleN27()
    {
        await using PeerHub hub = TestNetwork.Start(1, TestNetwork.Options with { SilenceTimeoutMs = 500 });
        using SslStream peer = await TestNetwork.ConnectLinkAsync(hub, 2);
        await peer.WriteAsync(TestNetwork.Frame(16, new byte[10], 1_000_000), Token);
        await TestNetwork.UntilAsync(() => hub.FaultCount(LinkFault.PeerSilent) == 1);
        Assert.False(hub.IsConnected(_two));
        await TestNetwork.AssertGoesOnAsync(hub, 1, 3);
    }

    [Fact]
    public async Task Link_HalfAFrameThenTheEnd_IsDroppedByRuleN25()
    {
        await using PeerHub hub = TestNetwork.Start(1);
        using SslStream peer = await TestNetwork.ConnectLinkAsync(hub, 2);
        await peer.WriteAsync(TestNetwork.Frame(16, new byte[10], 1_000), Token);
        await peer.ShutdownAsync();
        await TestNetwork.UntilAsync(() => hub.FaultCount(LinkFault.FrameTruncated) == 1);
    }

    [Fact]
    public async Task Link_FrameDrips_IsDroppedByRuleN28()
    {
        await using PeerHub hub = TestNetwork.Start(1, TestNetwork.Options with { FrameTimeoutMs = 300 });
        using SslStream peer = await TestNetwork.ConnectLinkAsync(hub, 2);
        await peer.WriteAsync(TestNetwork.Frame(16, default, 1_000_000), Token);
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (true)
            {
                await peer.WriteAsync(new byte[1], Token);
                await Task.Delay(10, Token);
            }
        });
        Assert.Equal(1, hub.FaultCount(LinkFault.PeerTooSlow));
    }

    [Theory]
    [InlineData(3, 8)]
    [InlineData(15, 0)]
    [InlineData(0, 11)]
    [InlineData(1, 7)]
    [InlineData(2, 8)]
    public async Task Link_FrameWithoutPlace_IsDroppedByRuleN26(byte type, int sizeBytes)
    {
        await using PeerHub hub = TestNetwork.Start(1);
        using SslStream peer = await TestNetwork.ConnectLinkAsync(hub, 2);
        await peer.WriteAsync(TestNetwork.Frame(type, new byte[sizeBytes]), Token);
        await TestNetwork.UntilAsync(() => hub.FaultCount(LinkFault.UnexpectedFrame) == 1);
        Assert.False(hub.IsConnected(_two));
    }

    [Fact]
    public async Task Link_Garbage_IsDroppedAndOthersGoOn()
    {
        await using PeerHub hub = TestNetwork.Start(1, TestNetwork.Options with { SilenceTimeoutMs = 500 });
        Random random = new(7);
        for (int round = 0; round < 5; round++)
        {
            using SslStream peer = await TestNetwork.ConnectLinkAsync(hub, 2);
            byte[] garbage = new byte[1_000];
            random.NextBytes(garbage);
            await peer.WriteAsync(garbage, Token);
            await TestNetwork.UntilAsync(() => !hub.IsConnected(_two));
        }

        await TestNetwork.AssertGoesOnAsync(hub, 1, 3);
    }

    [Fact]
    public async Task Link_PingFlood_IsAnsweredWithinBoundedMemory()
    {
        await using PeerHub hub = TestNetwork.Start(1);
        using SslStream peer = await TestNetwork.ConnectLinkAsync(hub, 2);
        byte[] pings = [.. Enumerable.Range(0, 10_000).SelectMany(index =>
        {
            byte[] value = new byte[8];
            BinaryPrimitives.WriteInt32LittleEndian(value, index);
            return TestNetwork.Frame(1, value);
        })];
        await peer.WriteAsync(pings, Token);
        await TestNetwork.UntilAsync(() => hub.Peers()[0].BytesIn >= pings.Length);
        Assert.Equal(0, hub.Peers()[0].OutboundBytes);
        Assert.True(hub.IsConnected(_two));
    }

    [Fact]
    public async Task Link_ReaderThatNeverDrains_FillsTheQueueAndIsDroppedByRuleN28()
    {
        LinkOptions options = TestNetwork.Options with { FrameTimeoutMs = 400, SilenceTimeoutMs = 60_000, OutboundSizeBytes = 8 << 20 };
        await using PeerHub hub = TestNetwork.Start(1, options);
        await using PeerHub good = TestNetwork.Start(3);
        await TestNetwork.ConnectAsync(good, hub, 3, 1);
        using SslStream peer = await TestNetwork.ConnectLinkAsync(hub, 2);
        byte[] payload = new byte[1 << 20];
        int queued = 0;
        await TestNetwork.UntilAsync(() =>
        {
            while (hub.TrySend(_two, 16, payload))
            {
                queued++;
            }

            Assert.True(hub.Peers()[0].OutboundBytes <= options.OutboundSizeBytes);
            return hub.FaultCount(LinkFault.PeerTooSlow) == 1;
        });
        Assert.InRange(queued, 7, 64);
        Assert.True(hub.IsConnected(new MemberId(3)));
        Assert.True(hub.TrySend(new MemberId(3), 16, "fine"u8));
        using PeerMessage message = await good.Inbound.ReadAsync(Token);
        Assert.Equal("fine"u8, message.Payload.Span);
    }

    [Fact]
    public async Task Accept_FloodFromOneAddress_IsBoundedByRuleN30AndOthersGetIn()
    {
        await using PeerHub hub = TestNetwork.Start(1, TestNetwork.Options with { MaximumHandshakesPerAddress = 8 });
        List<TcpClient> flood = [];
        try
        {
            for (int index = 0; index < 200; index++)
            {
                flood.Add(await TestNetwork.FloodAsync(hub, "127.0.0.2"));
            }

            await TestNetwork.UntilAsync(() => hub.FaultCount(LinkFault.TooManyFromAddress) == 192);
            Assert.Equal(8, hub.AcceptedConnections);
            await TestNetwork.AssertGoesOnAsync(hub, 1, 3);
        }
        finally
        {
            flood.ForEach(client => client.Dispose());
        }

        await TestNetwork.UntilAsync(() => hub.AcceptedConnections == 0);
    }

    [Fact]
    public async Task Accept_FloodFromManyAddresses_IsBoundedByRuleN31AndOthersGetInMeanwhile()
    {
        await using PeerHub hub = TestNetwork.Start(1, TestNetwork.Options with { MaximumHandshakes = 8, HandshakeTimeoutMs = 30_000 });
        List<TcpClient> flood = [];
        try
        {
            for (int index = 0; index < 30; index++)
            {
                flood.Add(await TestNetwork.FloodAsync(hub, $"127.0.0.{index + 2}"));
            }

            await TestNetwork.UntilAsync(() => hub.FaultCount(LinkFault.TooManyHandshakes) == 22);
            Assert.Equal(8, hub.AcceptedConnections);
            await TestNetwork.AssertGoesOnAsync(hub, 1, 3);
            Assert.Equal(0, hub.FaultCount(LinkFault.HandshakeTimeout));
        }
        finally
        {
            flood.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task Accept_MoreConnectionsThanAllowed_AreRefusedByRuleN29()
    {
        await using PeerHub hub = TestNetwork.Start(1, TestNetwork.Options with { MaximumConnections = 1 });
        using SslStream peer = await TestNetwork.ConnectLinkAsync(hub, 2);
        using TcpClient another = await TestNetwork.FloodAsync(hub, "127.0.0.1");
        await TestNetwork.UntilAsync(() => hub.FaultCount(LinkFault.TooManyConnections) == 1);
        Assert.True(hub.IsConnected(_two));
    }
}
