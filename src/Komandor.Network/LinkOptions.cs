using System.Net;

namespace Komandor.Network;

/// <summary>The limits and deadlines of links. Every queue has one, so memory is bounded whatever peers do.</summary>
public sealed record LinkOptions
{
    /// <summary>Where to listen; port 0 takes a free one; null does not listen.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>The most bytes of one message; 64 KiB to 64 MiB.</summary>
    public int MaximumFrameSizeBytes { get; init; } = 4 << 20;

    /// <summary>The most bytes that wait to be sent to one peer; at least one largest frame.</summary>
    public int OutboundSizeBytes { get; init; } = 16 << 20;

    /// <summary>The most messages that wait to be sent to one peer.</summary>
    public int OutboundMessages { get; init; } = 65_536;

    /// <summary>The most bytes received from one peer that the consumer has not disposed; at least one largest frame.</summary>
    public int InboundSizeBytes { get; init; } = 16 << 20;

    /// <summary>The most messages received from one peer that the consumer has not disposed.</summary>
    public int InboundMessages { get; init; } = 4_096;

    /// <summary>The most accepted connections, handshakes and links together.</summary>
    public int MaximumConnections { get; init; } = 1_280;

    /// <summary>The most accepted connections whose peer has not yet authenticated itself and said hello.</summary>
    public int MaximumHandshakes { get; init; } = 128;

    /// <summary>The same for one address of the other side.</summary>
    public int MaximumHandshakesPerAddress { get; init; } = 32;

    /// <summary>How long TCP may take to connect.</summary>
    public int ConnectTimeoutMs { get; init; } = 5_000;

    /// <summary>How long the TLS handshake may take.</summary>
    public int HandshakeTimeoutMs { get; init; } = 5_000;

    /// <summary>How long the other side's hello may take after that.</summary>
    public int HelloTimeoutMs { get; init; } = 5_000;

    /// <summary>How often a ping goes out and the deadlines of a link are checked.</summary>
    public int HeartbeatMs { get; init; } = 1_000;

    /// <summary>A peer from which nothing arrives for this long is dropped; at least two heartbeats.</summary>
    public int SilenceTimeoutMs { get; init; } = 10_000;

    /// <summary>How long a frame may take to arrive whole, and 64 KiB to be taken by the peer.</summary>
    public int FrameTimeoutMs { get; init; } = 30_000;

    /// <summary>The pause before the first attempt to dial again; it doubles with each failure.</summary>
    public int BackoffFirstMs { get; init; } = 100;

    /// <summary>The longest pause between attempts.</summary>
    public int BackoffLimitMs { get; init; } = 10_000;

    /// <summary>How long a stop waits for queued messages to leave.</summary>
    public int DrainTimeoutMs { get; init; } = 2_000;

    /// <summary>How long a link certificate lasts; it is renewed at half of this. 1 to 720 hours.</summary>
    public int CertificateValidityHours { get; init; } = 168;

    /// <summary>What the hello offers.</summary>
    public ulong Capabilities { get; init; }

    /// <summary>The software's name in the hello.</summary>
    public string Software { get; init; } = "komandor";

    /// <summary>Checks every bound.</summary>
    /// <exception cref="ArgumentException">One is broken; the message names it.</exception>
    public void Validate()
    {
        Require(MaximumFrameSizeBytes is >= 1 << 16 and <= 1 << 26, nameof(MaximumFrameSizeBytes));
        int least = MaximumFrameSizeBytes + FrameHeader.SizeBytes;
        Require(OutboundSizeBytes >= least && OutboundSizeBytes <= 1 << 29, nameof(OutboundSizeBytes));
        Require(InboundSizeBytes >= least && InboundSizeBytes <= 1 << 29, nameof(InboundSizeBytes));
        Require(OutboundMessages is > 0 and <= 1 << 20, nameof(OutboundMessages));
        Require(InboundMessages is > 0 and <= 1 << 20, nameof(InboundMessages));
        Require(MaximumConnections is > 0 and <= 1 << 16, nameof(MaximumConnections));
        Require(MaximumHandshakes is > 0 and <= 1 << 16, nameof(MaximumHandshakes));
        Require(MaximumHandshakesPerAddress is > 0 and <= 1 << 16, nameof(MaximumHandshakesPerAddress));
        Require(ConnectTimeoutMs > 0, nameof(ConnectTimeoutMs));
        Require(HandshakeTimeoutMs > 0, nameof(HandshakeTimeoutMs));
        Require(HelloTimeoutMs > 0, nameof(HelloTimeoutMs));
        Require(HeartbeatMs > 0, nameof(HeartbeatMs));
        Require(SilenceTimeoutMs / 2 >= HeartbeatMs, nameof(SilenceTimeoutMs));
        Require(FrameTimeoutMs > 0, nameof(FrameTimeoutMs));
        Require(BackoffFirstMs > 0, nameof(BackoffFirstMs));
        Require(BackoffLimitMs >= BackoffFirstMs, nameof(BackoffLimitMs));
        Require(DrainTimeoutMs > 0, nameof(DrainTimeoutMs));
        Require(CertificateValidityHours is >= 1 and <= 720, nameof(CertificateValidityHours));
        Require(System.Text.Encoding.UTF8.GetByteCount(Software) <= Hello.MaximumSoftwareSizeBytes, nameof(Software));
    }

    private static void Require(bool holds, string option)
    {
        if (!holds)
        {
            throw new ArgumentException($"The link option {option} is out of its bounds.", option);
        }
    }
}
