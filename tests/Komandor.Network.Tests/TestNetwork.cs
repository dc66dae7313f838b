using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Komandor.Cryptography;
using Komandor.Primitives;
using Microsoft.Extensions.Logging.Abstractions;
using PublicKey = Komandor.Primitives.PublicKey;

namespace Komandor.Network.Tests;

/// <summary>Identities, hubs and hand-made clients on loopback.</summary>
internal static class TestNetwork
{
    public static readonly LinkScope Scope = new(new ChainId(Hash256.Parse(new string('7', 64))), new ShardId(3));

    public static readonly LinkOptions Options = new()
    {
        Listen = new IPEndPoint(IPAddress.Loopback, 0),
        HeartbeatMs = 20,
        SilenceTimeoutMs = 2_000,
        BackoffFirstMs = 10,
        BackoffLimitMs = 100,
        DrainTimeoutMs = 1_000,
    };

    public static SigningKey Key(uint member)
    {
        byte[] seed = new byte[SigningKey.SeedSizeBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(seed, member);
        return new SigningKey(seed);
    }

    public static NodeIdentity Identity(uint member) => new(new MemberId(member), Key(member));

    public static ExpectedMember Member(uint id, EndPoint? address = null)
    {
        using SigningKey key = Key(id);
        return new ExpectedMember(new MemberId(id), key.PublicKey, address);
    }

    public static Dictionary<MemberId, PublicKey> Expect(params uint[] ids) => ids.ToDictionary(id => new MemberId(id), id => Member(id).Key);

    public static Timestamp Now => Timestamp.From(TimeProvider.System.GetUtcNow());

    /// <summary>A started hub that lets in members 1 to 4.</summary>
    public static PeerHub Start(uint member, LinkOptions? options = null, TimeProvider? time = null)
    {
        PeerHub hub = new(Identity(member), Scope, options ?? Options, time ?? TimeProvider.System, NullLogger<PeerHub>.Instance);
        hub.UpdateMembers([Member(1), Member(2), Member(3), Member(4)]);
        hub.Start();
        return hub;
    }

    /// <summary>Tells <paramref name="hub"/> where <paramref name="peer"/> listens.</summary>
    public static void Dial(PeerHub hub, uint peer, EndPoint? address) =>
        hub.UpdateMembers([.. Enumerable.Range(1, 4).Select(id => Member((uint)id, id == peer ? address : null))]);

    public static async Task UntilAsync(Func<bool> holds, int timeoutMs = 8_000)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(watch.ElapsedMilliseconds < timeoutMs, "The condition did not come to hold in time.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public static async Task ConnectAsync(PeerHub dialler, PeerHub listener, uint diallerId, uint listenerId)
    {
        Dial(dialler, listenerId, listener.ListeningAt);
        await UntilAsync(() => dialler.IsConnected(new MemberId(listenerId)) && listener.IsConnected(new MemberId(diallerId)));
    }

    public static X509Certificate2 Certificate(uint member) => LinkCertificate.Create(Identity(member), Scope, Now, 1);

    /// <summary>A certificate whose binding was changed before it was signed by <paramref name="member"/>'s key.</summary>
    public static X509Certificate2 Certificate(uint member, Func<LinkBinding, LinkBinding> change)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        LinkBinding binding = change(Binding(member, LinkCertificate.KeyHash(key.ExportSubjectPublicKeyInfo())));
        return LinkCertificate.Create(
            key, LinkCertificate.Sign(Identity(member), binding).Encode(), Now.Plus(-Timestamp.PerSecond), Now.Plus(3600 * Timestamp.PerSecond));
    }

    public static LinkBinding Binding(uint member, Hash256 certificate) => new()
    {
        Version = LinkBinding.CurrentVersion,
        Scope = Scope,
        Member = new MemberId(member),
        Key = Member(member).Key,
        Certificate = certificate,
        NotBefore = Now.Plus(-60 * Timestamp.PerSecond),
        NotAfter = Now.Plus(3600 * Timestamp.PerSecond),
    };

    public static async Task<TcpClient> ConnectTcpAsync(PeerHub hub, string local = "127.0.0.1")
    {
        TcpClient client = new(new IPEndPoint(IPAddress.Parse(local), 0));
        await client.ConnectAsync(hub.ListeningAt!, TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>Connects and does not mind a refusal, which may come as a reset before the connection is seen.</summary>
    public static async Task<TcpClient> FloodAsync(PeerHub hub, string local)
    {
        TcpClient client = new(new IPEndPoint(IPAddress.Parse(local), 0));
        try
        {
            await client.ConnectAsync(hub.ListeningAt!, TestContext.Current.CancellationToken);
        }
        catch (SocketException)
        {
            // The hub counts it: the tests look there.
        }

        return client;
    }

    /// <summary>A client of our own making: TLS with the given certificate, protocol and version.</summary>
    public static async Task<SslStream> ConnectTlsAsync(
        PeerHub hub, X509Certificate2? certificate, string? protocol = "komandor/1", SslProtocols version = SslProtocols.Tls13)
    {
        TcpClient client = await ConnectTcpAsync(hub);
        SslStream stream = new(client.GetStream(), leaveInnerStreamOpen: false);
        SslClientAuthenticationOptions options = new()
        {
            TargetHost = "komandor",
            EnabledSslProtocols = version,
#pragma warning disable CA5359 // An attacker cares for nobody's certificate.
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
        };
        if (protocol is not null)
        {
            options.ApplicationProtocols = [new SslApplicationProtocol(protocol)];
        }

        if (certificate is not null)
        {
            options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        }

        await stream.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken);
        return stream;
    }

    /// <summary>A client of our own making that authenticated itself as <paramref name="member"/> and said hello.</summary>
    public static async Task<SslStream> ConnectLinkAsync(PeerHub hub, uint member)
    {
        SslStream stream = await ConnectTlsAsync(hub, Certificate(member));
        await stream.WriteAsync(Frame(0, new Hello(1, 0, "test").Encode()), TestContext.Current.CancellationToken);
        await UntilAsync(() => hub.IsConnected(new MemberId(member)));
        return stream;
    }

    public static byte[] Frame(byte type, ReadOnlySpan<byte> payload, uint? sizeBytes = null)
    {
        byte[] frame = new byte[5 + payload.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, sizeBytes ?? (uint)payload.Length);
        frame[4] = type;
        payload.CopyTo(frame.AsSpan(5));
        return frame;
    }

    /// <summary>Shows that <paramref name="hub"/> still lets a good peer in and hears it.</summary>
    public static async Task AssertGoesOnAsync(PeerHub hub, uint hubId, uint goodId)
    {
        await using PeerHub good = Start(goodId);
        await ConnectAsync(good, hub, goodId, hubId);
        Assert.True(good.TrySend(new MemberId(hubId), 16, "still there"u8));
        using PeerMessage message = await hub.Inbound.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new MemberId(goodId), message.From);
        Assert.Equal("still there"u8, message.Payload.Span);
    }
}
