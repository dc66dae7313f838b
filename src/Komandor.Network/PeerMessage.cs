using System.Buffers;
using Komandor.Primitives;

namespace Komandor.Network;

/// <summary>A message from an authenticated peer.</summary>
/// <remarks>Its buffer is pooled and counts against the peer's budget until <see cref="Dispose"/>: whoever reads it disposes it,
/// soon, or the peer is read no further.</remarks>
public sealed class PeerMessage : IDisposable
{
    private readonly InboundBudget _budget;
    private readonly int _sizeBytes;
    private byte[]? _buffer;

    internal PeerMessage(MemberId from, byte channel, byte[] buffer, int sizeBytes, InboundBudget budget)
    {
        From = from;
        Channel = channel;
        _buffer = buffer;
        _sizeBytes = sizeBytes;
        _budget = budget;
    }

    /// <summary>The member that sent it.</summary>
    public MemberId From { get; }

    /// <summary>What the sender passed: 16 to 255.</summary>
    public byte Channel { get; }

    /// <summary>The bytes; valid until <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public ReadOnlyMemory<byte> Payload
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            return _buffer.AsMemory(0, _sizeBytes);
        }
    }

    /// <summary>The same bytes, for the link that fills them.</summary>
    internal Memory<byte> Destination => _buffer.AsMemory(0, _sizeBytes);

    /// <summary>Returns the buffer and its room; a second call does nothing.</summary>
    public void Dispose()
    {
        byte[]? buffer = Interlocked.Exchange(ref _buffer, null);
        if (buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _budget.Release(_sizeBytes);
        }
    }
}
