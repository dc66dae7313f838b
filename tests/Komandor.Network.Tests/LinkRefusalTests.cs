using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Komandor.Primitives;

namespace Komandor.Network.Tests;

/// <summary>Connections that a listener refuses, each by its rule; afterwards it lets a good peer in.</summary>
public sealed class LinkRefusalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Accept_AnotherChain_IsRefusedByRuleN11() => RefuseAsync(LinkFault.WrongChain, TestNetwork.Certificate(
        2, binding => binding with { Scope = binding.Scope with { Chain = new ChainId(Hash256.Zero) } }));

    [Fact]
    public Task Accept_AnotherShard_IsRefusedByRuleN12() => RefuseAsync(LinkFault.WrongShard, TestNetwork.Certificate(
        2, binding => binding with { Scope = binding.Scope with { Shard = new ShardId(4) } }));

    [Fact]
    public Task Accept_UnknownIdentity_IsRefusedByRuleN13() => RefuseAsync(LinkFault.UnknownMember, TestNetwork.Certificate(9));

    [Fact]
    public Task Accept_OwnIdentity_IsRefusedByRuleN13() => RefuseAsync(LinkFault.UnknownMember, TestNetwork.Certificate(1));

    [Fact]
    public Task Accept_KnownMemberWithAnotherKey_IsRefusedByRuleN14() => RefuseAsync(LinkFault.WrongKey, TestNetwork.Certificate(
        9, binding => binding with { Member = new MemberId(2) }));

    [Fact]
    public Task Accept_StolenBinding_IsRefusedByRuleN16()
    {
        using X509Certificate2 victim = TestNetwork.Certificate(2);
        byte[] stolen = victim.Extensions.Single(one => one.Oid!.Value == LinkCertificate.BindingOid).RawData;
        using ECDsa thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return RefuseAsync(LinkFault.BindingForAnotherCertificate, LinkCertificate.Create(
            thief, stolen, TestNetwork.Now, TestNetwork.Now.Plus(Timestamp.PerSecond * 60)));
    }

    [Fact]
    public Task Accept_ExpiredBinding_IsRefusedByRuleN19() => RefuseAsync(LinkFault.BindingExpired, TestNetwork.Certificate(
        2, binding => binding with { NotAfter = TestNetwork.Now.Plus(-Timestamp.PerSecond) }));

    [Fact]
    public Task Accept_NoClientCertificate_IsRefusedByRuleN6() => RefuseAsync(LinkFault.NoCertificate, certificate: null);

    [Fact]
    public Task Accept_WrongApplicationProtocol_IsRefusedByRuleN3() =>
        RefuseAsync(LinkFault.WrongProtocol, TestNetwork.Certificate(2), protocol: "h2");

    [Fact]
    public Task Accept_NoApplicationProtocol_IsRefusedByRuleN3() =>
        RefuseAsync(LinkFault.WrongProtocol, TestNetwork.Certificate(2), protocol: null);

    [Fact]
    public Task Accept_Tls12Client_IsRefusedByRuleN2() =>
        RefuseAsync(LinkFault.TlsVersion, TestNetwork.Certificate(2), version: SslProtocols.Tls12);

    [Fact]
    public async Task Accept_Plaintext_IsRefusedByRuleN1()
    {
        await using PeerHub hub = TestNetwork.Start(1);
        using TcpClient client = await TestNetwork.ConnectTcpAsync(hub);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: komandor\r\n\r\n"u8.ToArray(), Token);
        await TestNetwork.UntilAsync(() => hub.FaultCount(LinkFault.NotTls) == 1);
        await TestNetwork.AssertGoesOnAsync(hub, 1, 3);
    }

    [Fact]
    public async Task Accept_Silence_IsRefusedByRuleN5()
    {
        await using PeerHub hub = TestNetwork.Start(1, TestNetwork.Options with { HandshakeTimeoutMs = 300 });
        using TcpClient client = await TestNetwork.ConnectTcpAsync(hub);
        await TestNetwork.UntilAsync(() => hub.FaultCount(LinkFault.HandshakeTimeout) == 1);
        Assert.Equal(0, hub.AcceptedConnections);
    }

    [Fact]
    public async Task Accept_NoHello_IsRefusedByRuleN21()
    {
        await using PeerHub hub = TestNetwork.Start(1, TestNetwork.Options with { HelloTimeoutMs = 100 });
        using SslStream stream = await TestNetwork.ConnectTlsAsync(hub, TestNetwork.Certificate(2));
        await TestNetwork.UntilAsync(() => hub.FaultCount(LinkFault.HelloTimeout) == 1);
        Assert.False(hub.IsConnected(new MemberId(2)));
    }

    [Theory]
    [InlineData(LinkFault.HelloMalformed, 0, "0100", null)]
    [InlineData(LinkFault.HelloVersion, 0, "0200000000000000000000", null)]
    [InlineData(LinkFault.UnexpectedFrame, 16, "00", null)]
    [InlineData(LinkFault.FrameTooLarge, 0, "00", 0x4000_0000u)]
    public async Task Accept_WrongFirstFrame_IsRefusedByItsRule(LinkFault fault, byte type, string payload, uint? sizeBytes)
    {
        await using PeerHub hub = TestNetwork.Start(1);
        using SslStream stream = await TestNetwork.ConnectTlsAsync(hub, TestNetwork.Certificate(2));
        await stream.WriteAsync(TestNetwork.Frame(type, Convert.FromHexString(payload), sizeBytes), Token);
        await TestNetwork.UntilAsync(() => hub.FaultCount(fault) == 1);
        Assert.False(hub.IsConnected(new MemberId(2)));
    }

    [Fact]
    public async Task Dial_AnotherMemberAnswers_IsRefusedByRuleN15()
    {
        await using PeerHub one = TestNetwork.Start(1);
        await using PeerHub two = TestNetwork.Start(2);
        TestNetwork.Dial(one, 3, two.ListeningAt);
        await TestNetwork.UntilAsync(() => one.FaultCount(LinkFault.WrongMember) >= 1);
        Assert.False(one.IsConnected(new MemberId(2)));
        Assert.False(one.IsConnected(new MemberId(3)));
        Assert.Equal(LinkFault.WrongMember, one.Peers().Single(peer => peer.Member == new MemberId(3)).LastFault);
    }

    [Fact]
    public async Task Dial_NobodyListens_IsToldAsRuleN35()
    {
        await using PeerHub one = TestNetwork.Start(1);
        using Socket closed = new(SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        TestNetwork.Dial(one, 2, closed.LocalEndPoint);
        await TestNetwork.UntilAsync(() => one.FaultCount(LinkFault.ConnectionFailed) >= 2);
    }

    private static async Task RefuseAsync(
        LinkFault fault, X509Certificate2? certificate, string? protocol = "komandor/1", SslProtocols version = SslProtocols.Tls13)
    {
        await using PeerHub hub = TestNetwork.Start(1);
        try
        {
            using SslStream stream = await TestNetwork.ConnectTlsAsync(hub, certificate, protocol, version);
            await stream.WriteAsync(TestNetwork.Frame(0, new Hello(1, 0, "test").Encode()), Token);
            await TestNetwork.UntilAsync(() => hub.FaultCount(fault) == 1);
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            // With TLS 1.3 the client learns of the refusal during the handshake, or only when it reads or writes.
        }

        await TestNetwork.UntilAsync(() => Enum.GetValues<LinkFault>().Any(one => hub.FaultCount(one) > 0));
        Assert.Equal([fault], Enum.GetValues<LinkFault>().Where(one => hub.FaultCount(one) > 0));
        Assert.Equal(1, hub.FaultCount(fault));
        Assert.False(hub.IsConnected(new MemberId(2)));
        await TestNetwork.AssertGoesOnAsync(hub, 1, 3);
    }
}
