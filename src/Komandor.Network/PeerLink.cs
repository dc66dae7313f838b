using System.Buffers;
using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Channels;
using Komandor.Primitives;

namespace Komandor.Network;

/// <summary>One authenticated connection with a peer: hello, then three loops that read, write and watch the deadlines.</summary>
internal sealed class PeerLink : IDisposable
{
    private const int WriteChunkSizeBytes = 64 << 10;

    private readonly SslStream _stream;
    private readonly Socket _socket;
    private readonly LinkOptions _options;
    private readonly TimeProvider _time;
    private readonly FrameReader _reader;
    private readonly SendQueue _queue;
    private readonly CancellationTokenSource _abort = new();
    private int _fault;
    private long _writeBegunAt;
    private long _bytesSent;
    private bool _readingHeld;
    private ulong _pingSent;
    private ulong _pongSeen;
    private long _roundTripMicroseconds = -1;

    /// <summary>Takes over a connection whose TLS handshake has ended.</summary>
    public PeerLink(MemberId peer, MemberId dialler, SslStream stream, Socket socket, LinkOptions options, TimeProvider time)
    {
        Peer = peer;
        Dialler = dialler;
        _stream = stream;
        _socket = socket;
        _options = options;
        _time = time;
        _reader = new FrameReader(stream, time);
        _queue = new SendQueue(options.OutboundSizeBytes, options.OutboundMessages);
    }

    /// <summary>The member on the other side.</summary>
    public MemberId Peer { get; }

    /// <summary>Which of the two dialled; of two links the one that the lower id dialled stays.</summary>
    public MemberId Dialler { get; }

    /// <summary>When the link began.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>The software that the other side named.</summary>
    public string Software { get; private set; } = string.Empty;

    /// <summary>Why it ended; None while it runs.</summary>
    public LinkFault Fault => (LinkFault)Volatile.Read(ref _fault);

    /// <summary>Bytes of frames received.</summary>
    public long BytesIn => _reader.BytesReceived;

    /// <summary>Bytes of frames sent.</summary>
    public long BytesOut => Volatile.Read(ref _bytesSent);

    /// <summary>Bytes that wait to be sent.</summary>
    public int OutboundBytes => _queue.SizeBytes;

    /// <summary>The last measured round trip; null before the first.</summary>
    public long? RoundTripMicroseconds => Volatile.Read(ref _roundTripMicroseconds) is >= 0 and long value ? value : null;

    /// <summary>Sends our hello and reads the other side's (LN21 to LN26).</summary>
    /// <exception cref="LinkException">A rule is broken.</exception>
    public async Task ExchangeHelloAsync(CancellationToken cancellationToken)
    {
        byte[] ours = new Hello(Hello.CurrentVersion, _options.Capabilities, _options.Software).Encode();
        byte[] frame = new byte[FrameHeader.SizeBytes + ours.Length];
        new FrameHeader((uint)ours.Length, FrameHeader.Hello).Write(frame);
        ours.CopyTo(frame, FrameHeader.SizeBytes);
        await _stream.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
        _bytesSent = frame.Length;

        FrameHeader header = await _reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new LinkException(LinkFault.PeerClosed);
        if (header.Type != FrameHeader.Hello)
        {
            throw new LinkException(LinkFault.UnexpectedFrame);
        }

        if (header.PayloadSizeBytes > Hello.MaximumSizeBytes)
        {
            throw new LinkException(LinkFault.FrameTooLarge);
        }

        byte[] theirs = new byte[header.PayloadSizeBytes];
        await _reader.ReadPayloadAsync(theirs, cancellationToken).ConfigureAwait(false);
        if (!Hello.TryDecode(theirs, out Hello? hello, out _))
        {
            throw new LinkException(LinkFault.HelloMalformed);
        }

        if (hello.Version != Hello.CurrentVersion)
        {
            throw new LinkException(LinkFault.HelloVersion);
        }

        Software = hello.Software;
        Since = _time.GetUtcNow();
    }

    /// <summary>Queues a message.</summary>
    /// <returns>False when the queue is full or the link is ending.</returns>
    public bool TrySend(byte channel, ReadOnlySpan<byte> payload) => _queue.TryEnqueue(channel, payload);

    /// <summary>Sends what is queued, then ends, within the drain deadline. Safe to call at any time.</summary>
    public void Stop()
    {
        _queue.Complete();
        EndWithin(_options.DrainTimeoutMs);
    }

    /// <summary>Ends at once for <paramref name="fault"/>; the first one given stays. Safe to call at any time.</summary>
    public void Abort(LinkFault fault)
    {
        Interlocked.CompareExchange(ref _fault, (int)fault, (int)LinkFault.None);
        EndWithin(0);
    }

    /// <summary>Runs until the link ends.</summary>
    /// <returns>Why it ended.</returns>
    public async Task<LinkFault> RunAsync(ChannelWriter<PeerMessage> inbound, InboundBudget budget, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.Register(() => Abort(LinkFault.Stopped));
        Task reading = GuardAsync(ReadAsync(inbound, budget), LinkFault.PeerClosed);
        Task writing = GuardAsync(WriteAsync(), LinkFault.Stopped);
        Task watching = GuardAsync(WatchAsync(), LinkFault.None);
        await Task.WhenAny(reading, writing).ConfigureAwait(false);
        Stop();
        await Task.WhenAll(reading, writing).ConfigureAwait(false);
        EndWithin(0);
        await watching.ConfigureAwait(false);
        return Fault;
    }

    /// <summary>Closes the connection and frees the buffers. <see cref="RunAsync"/> has ended or was never called.</summary>
    public void Dispose()
    {
        _queue.Dispose();
        _stream.Dispose();
        _socket.Dispose();
        _reader.Dispose();
        _abort.Dispose();
    }

    // Runs one loop. What its end, or its exception, says of the link is the fault, unless one stands already.
    private async Task GuardAsync(Task loop, LinkFault end)
    {
        try
        {
            await loop.ConfigureAwait(false);
            Interlocked.CompareExchange(ref _fault, (int)end, (int)LinkFault.None);
        }
        catch (LinkException exception)
        {
            Abort(exception.Fault);
        }
        catch (OperationCanceledException)
        {
            Abort(LinkFault.Stopped);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            Abort(LinkFault.ConnectionFailed);
        }
    }

    private async Task ReadAsync(ChannelWriter<PeerMessage> inbound, InboundBudget budget)
    {
        CancellationToken token = _abort.Token;
        byte[] beat = new byte[FrameHeader.BeatSizeBytes];
        while (await _reader.ReadHeaderAsync(token).ConfigureAwait(false) is { } header)
        {
            if (header.Type < FrameHeader.FirstChannel)
            {
                await ReadBeatAsync(header, beat, token).ConfigureAwait(false);
                continue;
            }

            if (header.PayloadSizeBytes > (uint)_options.MaximumFrameSizeBytes)
            {
                throw new LinkException(LinkFault.FrameTooLarge);
            }

            int sizeBytes = (int)header.PayloadSizeBytes;
            if (!budget.TryAcquire(sizeBytes))
            {
                await HoldAsync(budget, sizeBytes, token).ConfigureAwait(false);
            }

            PeerMessage message = new(Peer, header.Type, ArrayPool<byte>.Shared.Rent(sizeBytes), sizeBytes, budget);
            if (!await TryDeliverAsync(message, inbound, token).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private async ValueTask<bool> TryDeliverAsync(PeerMessage message, ChannelWriter<PeerMessage> inbound, CancellationToken token)
    {
        bool delivered = false;
        try
        {
            await _reader.ReadPayloadAsync(message.Destination, token).ConfigureAwait(false);
            delivered = inbound.TryWrite(message);
            if (!delivered)
            {
                await inbound.WriteAsync(message, token).ConfigureAwait(false);
                delivered = true;
            }
        }
        catch (ChannelClosedException)
        {
            // The hub has stopped and nobody reads: the link is ending too.
        }
        finally
        {
            if (!delivered)
            {
                message.Dispose();
            }
        }

        return delivered;
    }

    // The consumer lags: nothing more is taken from the socket, and the peer is not blamed for the silence.
    private async ValueTask HoldAsync(InboundBudget budget, int sizeBytes, CancellationToken token)
    {
        Volatile.Write(ref _readingHeld, true);
        await budget.AcquireAsync(sizeBytes, token).ConfigureAwait(false);
        _reader.Resume();
        Volatile.Write(ref _readingHeld, false);
    }

    private async ValueTask ReadBeatAsync(FrameHeader header, byte[] beat, CancellationToken token)
    {
        if (header.PayloadSizeBytes != FrameHeader.BeatSizeBytes || header.Type is not (FrameHeader.Ping or FrameHeader.Pong))
        {
            throw new LinkException(LinkFault.UnexpectedFrame);
        }

        await _reader.ReadPayloadAsync(beat, token).ConfigureAwait(false);
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(beat);
        if (header.Type == FrameHeader.Ping)
        {
            _queue.Pong(value);
            return;
        }

        // Pings count up in time, so a pong is right when it answers one that is sent and not answered.
        if (value <= _pongSeen || value > Volatile.Read(ref _pingSent))
        {
            throw new LinkException(LinkFault.UnexpectedFrame);
        }

        _pongSeen = value;
        TimeSpan roundTrip = _time.GetElapsedTime((long)value);
        Volatile.Write(ref _roundTripMicroseconds, (long)roundTrip.TotalMicroseconds);
    }

    private async Task WriteAsync()
    {
        CancellationToken token = _abort.Token;
        while (await _queue.TakeAsync(token).ConfigureAwait(false) is { } batch)
        {
            try
            {
                for (int offset = 0; offset < batch.Count; offset += WriteChunkSizeBytes)
                {
                    int sizeBytes = Math.Min(WriteChunkSizeBytes, batch.Count - offset);
                    Volatile.Write(ref _writeBegunAt, _time.GetTimestamp());
                    await _stream.WriteAsync(batch.AsMemory(offset, sizeBytes), token).ConfigureAwait(false);
                    Volatile.Write(ref _writeBegunAt, 0);
                    Volatile.Write(ref _bytesSent, _bytesSent + sizeBytes);
                }
            }
            finally
            {
                _queue.Sent(batch);
            }
        }

        await _stream.ShutdownAsync().WaitAsync(token).ConfigureAwait(false);
        _socket.Shutdown(SocketShutdown.Send);
    }

    private async Task WatchAsync()
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(_options.HeartbeatMs), _time);
        do
        {
            Volatile.Write(ref _pingSent, (ulong)_time.GetTimestamp());
            _queue.Ping(_pingSent);
            await timer.WaitForNextTickAsync(_abort.Token).ConfigureAwait(false);
            LinkFault fault = CheckDeadlines();
            if (fault != LinkFault.None)
            {
                Abort(fault);
            }
        }
        while (true);
    }

    private LinkFault CheckDeadlines()
    {
        if (IsOver(Volatile.Read(ref _writeBegunAt), _options.FrameTimeoutMs))
        {
            return LinkFault.PeerTooSlow;
        }

        if (Volatile.Read(ref _readingHeld))
        {
            return LinkFault.None;
        }

        if (IsOver(_reader.ReceivedAt, _options.SilenceTimeoutMs))
        {
            return LinkFault.PeerSilent;
        }

        return IsOver(_reader.FrameBegunAt, _options.FrameTimeoutMs) ? LinkFault.PeerTooSlow : LinkFault.None;
    }

    private bool IsOver(long since, int limitMs) => since != 0 && _time.GetElapsedTime(since).TotalMilliseconds > limitMs;

    private void EndWithin(int timeoutMs)
    {
        try
        {
            if (timeoutMs == 0)
            {
                _abort.Cancel();
            }
            else
            {
                _abort.CancelAfter(timeoutMs);
            }
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }
    }
}
