using System.Buffers;
using System.Buffers.Binary;

namespace Komandor.Network;

/// <summary>What waits to be sent over one link: frames back to back in one pooled buffer, which the writer swaps for an empty one.</summary>
/// <remarks>So whatever gathers during a write leaves as one write. Bounded in bytes and messages, the batch being written included;
/// a full queue takes nothing. Pings and pongs have a place of their own in front, one each, so they need no room.</remarks>
internal sealed class SendQueue(int maximumSizeBytes, int maximumMessages) : IDisposable
{
    private const int FirstSizeBytes = 16 << 10;
    private const int BeatFrameSizeBytes = FrameHeader.SizeBytes + FrameHeader.BeatSizeBytes;

    // Room in front of the frames for one ping and one pong.
    private const int FrontSizeBytes = 2 * BeatFrameSizeBytes;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private byte[]? _filling;
    private int _fillingSizeBytes;
    private int _fillingMessages;
    private int _writingSizeBytes;
    private int _writingMessages;
    private ulong? _ping;
    private ulong? _pong;
    private bool _signalled;
    private bool _completed;
    private bool _disposed;

    /// <summary>Bytes of frames that wait or are being written.</summary>
    public int SizeBytes
    {
        get
        {
            lock (_gate)
            {
                return _fillingSizeBytes + _writingSizeBytes;
            }
        }
    }

    /// <summary>Copies one frame into the queue.</summary>
    /// <returns>False, and nothing happened, when it is full or completed.</returns>
    public bool TryEnqueue(byte type, ReadOnlySpan<byte> payload)
    {
        int sizeBytes = FrameHeader.SizeBytes + payload.Length;
        lock (_gate)
        {
            if (_completed || _fillingMessages + _writingMessages == maximumMessages
                || (long)_fillingSizeBytes + _writingSizeBytes + sizeBytes > maximumSizeBytes)
            {
                return false;
            }

            Span<byte> frame = GrowLocked(sizeBytes);
            new FrameHeader((uint)payload.Length, type).Write(frame);
            payload.CopyTo(frame[FrameHeader.SizeBytes..]);
            _fillingMessages++;
            SignalLocked();
            return true;
        }
    }

    /// <summary>Sends a ping with the next batch, instead of one that still waits.</summary>
    public void Ping(ulong value)
    {
        lock (_gate)
        {
            _ping = value;
            SignalLocked();
        }
    }

    /// <summary>Sends a pong with the next batch, instead of one that still waits.</summary>
    public void Pong(ulong value)
    {
        lock (_gate)
        {
            _pong = value;
            SignalLocked();
        }
    }

    /// <summary>Takes nothing more; the writer ends once all is sent.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            SignalLocked();
        }
    }

    /// <summary>Waits for something to send.</summary>
    /// <returns>The frames, to be given back to <see cref="Sent"/>; null when the queue is completed and empty.</returns>
    public async ValueTask<ArraySegment<byte>?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_fillingSizeBytes > 0 || _ping is not null || _pong is not null)
                {
                    return TakeLocked();
                }

                if (_completed)
                {
                    return null;
                }
            }

            await _signal.WaitAsync(cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                _signalled = false;
            }
        }
    }

    /// <summary>Frees the room of what <see cref="TakeAsync"/> returned.</summary>
    public void Sent(ArraySegment<byte> batch)
    {
        ArrayPool<byte>.Shared.Return(batch.Array!);
        lock (_gate)
        {
            _writingSizeBytes = 0;
            _writingMessages = 0;
        }
    }

    /// <summary>Takes nothing more and drops what waits. The writer has ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _completed = true;
            _disposed = true;
            if (_filling is not null)
            {
                ArrayPool<byte>.Shared.Return(_filling);
                _filling = null;
            }

            _fillingSizeBytes = 0;
            _signal.Dispose();
        }
    }

    private ArraySegment<byte> TakeLocked()
    {
        byte[] buffer = _filling ?? ArrayPool<byte>.Shared.Rent(FrontSizeBytes);
        int start = FrontSizeBytes;
        start -= BeatLocked(buffer, start, FrameHeader.Pong, ref _pong);
        start -= BeatLocked(buffer, start, FrameHeader.Ping, ref _ping);
        ArraySegment<byte> batch = new(buffer, start, FrontSizeBytes - start + _fillingSizeBytes);
        _writingSizeBytes = _fillingSizeBytes;
        _writingMessages = _fillingMessages;
        _filling = null;
        _fillingSizeBytes = 0;
        _fillingMessages = 0;
        return batch;
    }

    // Writes a beat that ends at the given place and returns its length.
    private static int BeatLocked(byte[] buffer, int end, byte type, ref ulong? value)
    {
        if (value is not { } beat)
        {
            return 0;
        }

        Span<byte> frame = buffer.AsSpan(end - BeatFrameSizeBytes, BeatFrameSizeBytes);
        new FrameHeader(FrameHeader.BeatSizeBytes, type).Write(frame);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[FrameHeader.SizeBytes..], beat);
        value = null;
        return BeatFrameSizeBytes;
    }

    private Span<byte> GrowLocked(int sizeBytes)
    {
        int used = FrontSizeBytes + _fillingSizeBytes;
        if (_filling is null || _filling.Length - used < sizeBytes)
        {
            int doubled = _filling is null ? FirstSizeBytes : _filling.Length * 2;
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(doubled, used + sizeBytes));
            if (_filling is not null)
            {
                _filling.AsSpan(0, used).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_filling);
            }

            _filling = larger;
        }

        _fillingSizeBytes += sizeBytes;
        return _filling.AsSpan(used, sizeBytes);
    }

    private void SignalLocked()
    {
        if (!_signalled && !_disposed)
        {
            _signalled = true;
            _signal.Release();
        }
    }
}
