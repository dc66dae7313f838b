using System.Buffers.Binary;
using System.Text;

namespace Komandor.Primitives;

/// <summary>Writes values in the one encoding that hashes and signatures are taken over: docs/protocol/encoding.md.</summary>
/// <remarks>Owns a buffer that grows; <see cref="Clear"/> reuses it. Not thread-safe.</remarks>
public sealed class CanonicalWriter
{
    private byte[] _buffer;
    private int _sizeBytes;

    /// <summary>A writer whose buffer first holds <paramref name="capacityBytes"/>.</summary>
    public CanonicalWriter(int capacityBytes = 256) => _buffer = new byte[capacityBytes];

    /// <summary>What has been written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _sizeBytes);

    /// <summary>The number of bytes written.</summary>
    public int SizeBytes => _sizeBytes;

    /// <summary>Forgets what was written and keeps the buffer.</summary>
    public void Clear() => _sizeBytes = 0;

    /// <summary>A copy of what has been written.</summary>
    public byte[] ToArray() => Written.ToArray();

    /// <summary>Writes one byte.</summary>
    public void Byte(byte value) => Grow(1)[0] = value;

    /// <summary>Writes 1 for true and 0 for false.</summary>
    public void Boolean(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Writes two bytes, little-endian.</summary>
    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Grow(2), value);

    /// <summary>Writes four bytes, little-endian.</summary>
    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Grow(4), value);

    /// <summary>Writes eight bytes, little-endian.</summary>
    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Grow(8), value);

    /// <summary>Writes a moment as eight bytes, little-endian; it must not lie before 1970.</summary>
    public void Time(Timestamp value) => UInt64(checked((ulong)value.UnixMicroseconds));

    /// <summary>Writes a number in groups of seven bits, lowest first, in as few bytes as possible (1 to 10).</summary>
    public void VarUInt(ulong value)
    {
        Span<byte> destination = Grow(VarUIntSizeBytes(value));
        int index = 0;
        while (value >= 0x80)
        {
            destination[index++] = (byte)((value & 0x7f) | 0x80);
            value >>= 7;
        }

        destination[index] = (byte)value;
    }

    /// <summary>Writes 32 bytes.</summary>
    public void Hash(Hash256 value) => value.CopyTo(Grow(Hash256.SizeBytes));

    /// <summary>Writes 32 bytes.</summary>
    public void Key(PublicKey value) => value.CopyTo(Grow(PublicKey.SizeBytes));

    /// <summary>Writes 64 bytes.</summary>
    public void Signature(Signature value) => value.CopyTo(Grow(Primitives.Signature.SizeBytes));

    /// <summary>Writes bytes whose number the reader knows.</summary>
    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Grow(value.Length));

    /// <summary>Writes the number of bytes, then the bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        VarUInt((ulong)value.Length);
        Raw(value);
    }

    /// <summary>Writes text as UTF-8 with its length in bytes before it.</summary>
    public void Text(string value)
    {
        int sizeBytes = Encoding.UTF8.GetByteCount(value);
        VarUInt((ulong)sizeBytes);
        Encoding.UTF8.GetBytes(value, Grow(sizeBytes));
    }

    /// <summary>The number of bytes that <see cref="VarUInt"/> writes for <paramref name="value"/>.</summary>
    public static int VarUIntSizeBytes(ulong value) =>
        ((64 - System.Numerics.BitOperations.LeadingZeroCount(value | 1)) + 6) / 7;

    private Span<byte> Grow(int sizeBytes)
    {
        int start = _sizeBytes;
        if (_buffer.Length - start < sizeBytes)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, start + sizeBytes));
        }

        _sizeBytes = start + sizeBytes;
        return _buffer.AsSpan(start, sizeBytes);
    }
}
