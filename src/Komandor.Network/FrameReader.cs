using System.Buffers;

namespace Komandor.Network;

/// <summary>Cuts the bytes of a link into frames, and knows since when it waits, for the link's deadlines.</summary>
/// <remarks>One reader at a time; the properties may be read meanwhile. A large payload is read straight into the caller's buffer.</remarks>
internal sealed class FrameReader(Stream stream, TimeProvider time) : IDisposable
{
    private const int BufferSizeBytes = 32 << 10;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSizeBytes);
    private int _start;
    private int _end;
    private long _receivedAt = time.GetTimestamp();
    private long _frameBegunAt;
    private long _bytesReceived;

    /// <summary>When bytes last arrived, as a timestamp of the time provider.</summary>
    public long ReceivedAt => Volatile.Read(ref _receivedAt);

    /// <summary>When the frame began that has not yet arrived whole; 0 between frames.</summary>
    public long FrameBegunAt => Volatile.Read(ref _frameBegunAt);

    /// <summary>Bytes received.</summary>
    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    /// <summary>Reads the next header.</summary>
    /// <returns>Null when the other side ended between frames.</returns>
    /// <exception cref="LinkException">It ended inside the header (LN25).</exception>
    public async ValueTask<FrameHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        while (_end - _start < FrameHeader.SizeBytes)
        {
            Compact();
            int read = await ReceiveAsync(_buffer.AsMemory(_end, BufferSizeBytes - _end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return _end == _start ? null : throw new LinkException(LinkFault.FrameTruncated);
            }

            if (_end == _start)
            {
                Volatile.Write(ref _frameBegunAt, ReceivedAt);
            }

            _end += read;
        }

        FrameHeader header = FrameHeader.Read(_buffer.AsSpan(_start));
        _start += FrameHeader.SizeBytes;
        return header;
    }

    /// <summary>Reads the payload that follows a header, as long as <paramref name="payload"/>.</summary>
    /// <exception cref="LinkException">The other side ended inside it (LN25).</exception>
    public async ValueTask ReadPayloadAsync(Memory<byte> payload, CancellationToken cancellationToken)
    {
        int buffered = Math.Min(payload.Length, _end - _start);
        _buffer.AsSpan(_start, buffered).CopyTo(payload.Span);
        _start += buffered;
        payload = payload[buffered..];
        while (!payload.IsEmpty)
        {
            // A small rest comes with what follows it; a large one needs no second copy.
            if (payload.Length < BufferSizeBytes / 2)
            {
                _start = 0;
                _end = 0;
                _end = await ReceiveSomeAsync(_buffer.AsMemory(0, BufferSizeBytes), cancellationToken).ConfigureAwait(false);
                int copied = Math.Min(payload.Length, _end);
                _buffer.AsSpan(0, copied).CopyTo(payload.Span);
                _start = copied;
                payload = payload[copied..];
            }
            else
            {
                int read = await ReceiveSomeAsync(payload, cancellationToken).ConfigureAwait(false);
                payload = payload[read..];
            }
        }

        Volatile.Write(ref _frameBegunAt, _end == _start ? 0 : ReceivedAt);
    }

    /// <summary>Starts the deadlines anew after we, not the peer, have made the reading wait.</summary>
    public void Resume()
    {
        long now = time.GetTimestamp();
        Volatile.Write(ref _receivedAt, now);
        Volatile.Write(ref _frameBegunAt, now);
    }

    /// <summary>Returns the buffer. No read is under way.</summary>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private async ValueTask<int> ReceiveSomeAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        int read = await ReceiveAsync(destination, cancellationToken).ConfigureAwait(false);
        return read > 0 ? read : throw new LinkException(LinkFault.FrameTruncated);
    }

    private async ValueTask<int> ReceiveAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        int read = await stream.ReadAsync(destination, cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _receivedAt, time.GetTimestamp());
        Volatile.Write(ref _bytesReceived, _bytesReceived + read);
        return read;
    }

    private void Compact()
    {
        if (_start == 0)
        {
            return;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
    }
}
