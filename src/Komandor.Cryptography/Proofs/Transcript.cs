using System.Buffers.Binary;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>What prover and verifier have said so far, and the challenges that follow from it (Fiat–Shamir).</summary>
/// <remarks>docs/protocol/transcripts.md. A challenge is a hash of everything appended before it. The buffer is kept between proofs, so a
/// reused transcript allocates nothing. The tests derive from it to draw challenges that no hash will give.</remarks>
internal class Transcript
{
    /// <summary>The bytes of the state that a challenge leaves.</summary>
    internal const int StateSizeBytes = 64;

    private static readonly HashDomain _domain = new("komandor.proof");

    // The state, then the frames since the last challenge.
    private byte[] _buffer = new byte[4096];
    private int _length;

    /// <summary>The state after the last challenge: it stands for everything before it.</summary>
    internal ReadOnlySpan<byte> State => _buffer.AsSpan(0, StateSizeBytes);

    /// <summary>Forgets everything and begins <paramref name="protocol"/> in <paramref name="context"/>.</summary>
    /// <param name="protocol">The protocol's name: ASCII, its version included.</param>
    /// <param name="context">What the proof is for, as one hash of the caller's.</param>
    internal void Begin(ReadOnlySpan<byte> protocol, Hash256 context)
    {
        _buffer.AsSpan(0, StateSizeBytes).Clear();
        _length = StateSizeBytes;
        Append("protocol"u8, protocol);
        Append("context"u8, context);
    }

    /// <summary>Goes on from a state that a challenge left.</summary>
    internal void Resume(ReadOnlySpan<byte> state)
    {
        state.CopyTo(_buffer);
        _length = StateSizeBytes;
    }

    /// <summary>Appends a frame: label and data with their lengths, so that no two sequences of frames are one string of bytes.</summary>
    /// <param name="label">Up to 255 bytes of ASCII.</param>
    /// <param name="data">Any bytes.</param>
    internal void Append(ReadOnlySpan<byte> label, ReadOnlySpan<byte> data) => data.CopyTo(Frame(label, data.Length));

    /// <summary>Appends a number as eight bytes, little-endian.</summary>
    internal void Append(ReadOnlySpan<byte> label, ulong number) =>
        BinaryPrimitives.WriteUInt64LittleEndian(Frame(label, sizeof(ulong)), number);

    /// <summary>Appends a hash.</summary>
    internal void Append(ReadOnlySpan<byte> label, Hash256 hash) => hash.CopyTo(Frame(label, Hash256.SizeBytes));

    /// <summary>Appends a scalar's encoding.</summary>
    internal void Append(ReadOnlySpan<byte> label, in Scalar scalar) => scalar.Write(Frame(label, Scalar.SizeBytes));

    /// <summary>Draws a challenge from everything before it, and makes it part of what follows.</summary>
    /// <returns>The 64 bytes of the hash, little-endian, modulo ℓ.</returns>
    internal virtual Scalar Challenge(ReadOnlySpan<byte> label)
    {
        Frame(label, 0);
        Span<byte> hash = stackalloc byte[StateSizeBytes];
        Blake2b.Hash(_domain, _buffer.AsSpan(0, _length), hash);
        hash.CopyTo(_buffer);
        _length = StateSizeBytes;
        return Scalar.ReadWide(hash);
    }

    private Span<byte> Frame(ReadOnlySpan<byte> label, int size)
    {
        int start = _length + 1 + label.Length + sizeof(uint);
        if (start + size > _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * (start + size));
        }

        _buffer[_length] = (byte)label.Length;
        label.CopyTo(_buffer.AsSpan(_length + 1));
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(start - sizeof(uint)), size);
        _length = start + size;
        return _buffer.AsSpan(start, size);
    }
}
