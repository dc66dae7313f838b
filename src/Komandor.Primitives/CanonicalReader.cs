using System.Buffers.Binary;
using System.Text;

namespace Komandor.Primitives;

/// <summary>Reads untrusted bytes in the canonical encoding: docs/protocol/encoding.md.</summary>
/// <remarks>The first fault sticks: later reads return zero values and consume nothing, so a decoder reads straight through and
/// asks once, with <see cref="TryFinish"/>. A decoder that loops must bound its count by <see cref="Count"/>, which never
/// returns more than the remaining bytes could hold.</remarks>
public ref struct CanonicalReader
{
    private readonly ReadOnlySpan<byte> _source;
    private int _position;

    /// <summary>Reads from the start of <paramref name="source"/>, which must not change meanwhile.</summary>
    public CanonicalReader(ReadOnlySpan<byte> source) => _source = source;

    /// <summary>The first fault found; <see cref="EncodingFault.None"/> so far otherwise.</summary>
    public EncodingFault Fault { get; private set; }

    /// <summary>The number of bytes read.</summary>
    public readonly int Position => _position;

    /// <summary>The number of bytes left.</summary>
    public readonly int Remaining => _source.Length - _position;

    /// <summary>Ends the reading: true when no fault was found and every byte was used.</summary>
    public bool TryFinish(out EncodingFault fault)
    {
        if (Fault == EncodingFault.None && Remaining != 0)
        {
            Fault = EncodingFault.TrailingBytes;
        }

        fault = Fault;
        return fault == EncodingFault.None;
    }

    /// <summary>Records <paramref name="fault"/> unless an earlier one stands.</summary>
    public void Fail(EncodingFault fault)
    {
        if (Fault == EncodingFault.None)
        {
            Fault = fault;
        }
    }

    /// <summary>Reads one byte.</summary>
    public byte Byte()
    {
        ReadOnlySpan<byte> bytes = Raw(1);
        return bytes.IsEmpty ? (byte)0 : bytes[0];
    }

    /// <summary>Reads 0 as false and 1 as true; nothing else is allowed (C6).</summary>
    public bool Boolean()
    {
        byte value = Byte();
        if (value > 1)
        {
            Fail(EncodingFault.UnknownTag);
        }

        return value == 1;
    }

    /// <summary>Reads two bytes, little-endian.</summary>
    public ushort UInt16()
    {
        ReadOnlySpan<byte> bytes = Raw(2);
        return bytes.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    /// <summary>Reads four bytes, little-endian.</summary>
    public uint UInt32()
    {
        ReadOnlySpan<byte> bytes = Raw(4);
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>Reads eight bytes, little-endian.</summary>
    public ulong UInt64()
    {
        ReadOnlySpan<byte> bytes = Raw(8);
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Reads a moment of eight bytes; one that does not fit 63 bits is refused (C4).</summary>
    public Timestamp Time()
    {
        ulong value = UInt64();
        if (value > long.MaxValue)
        {
            Fail(EncodingFault.OutOfRange);
            return default;
        }

        return new Timestamp((long)value);
    }

    /// <summary>Reads a minimal variable-length integer of at most <paramref name="maximum"/> (C3, C4).</summary>
    public ulong VarUInt(ulong maximum = ulong.MaxValue)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte group = Byte();
            if (Fault != EncodingFault.None)
            {
                return 0;
            }

            // The tenth group holds one bit; a zero last group could have been left out.
            if ((shift == 63 && group > 1) || (group == 0 && shift != 0))
            {
                Fail(EncodingFault.NonMinimalInteger);
                return 0;
            }

            value |= (ulong)(group & 0x7f) << shift;
            if (group < 0x80)
            {
                break;
            }
        }

        if (value > maximum)
        {
            Fail(EncodingFault.OutOfRange);
            return 0;
        }

        return value;
    }

    /// <summary>Reads the count of a list of at most <paramref name="maximum"/> items (C5).</summary>
    /// <param name="maximum">The most that the field allows.</param>
    /// <param name="itemSizeBytes">The least number of bytes that one item takes; at least 1. It keeps a forged count from costing memory.</param>
    public int Count(int maximum, int itemSizeBytes)
    {
        ulong count = VarUInt();
        if (count > (ulong)maximum)
        {
            Fail(EncodingFault.TooLong);
            return 0;
        }

        if ((long)count * itemSizeBytes > Remaining)
        {
            Fail(EncodingFault.Truncated);
            return 0;
        }

        return (int)count;
    }

    /// <summary>Reads 32 bytes.</summary>
    public Hash256 Hash()
    {
        ReadOnlySpan<byte> bytes = Raw(Hash256.SizeBytes);
        return bytes.IsEmpty ? default : new Hash256(bytes);
    }

    /// <summary>Reads 32 bytes.</summary>
    public PublicKey Key() => new(Hash());

    /// <summary>Reads 64 bytes.</summary>
    public Signature Signature()
    {
        ReadOnlySpan<byte> bytes = Raw(Primitives.Signature.SizeBytes);
        return bytes.IsEmpty ? default : new Signature(bytes);
    }

    /// <summary>Borrows exactly <paramref name="sizeBytes"/> bytes; empty after a fault (C1).</summary>
    public ReadOnlySpan<byte> Raw(int sizeBytes)
    {
        if (Fault != EncodingFault.None)
        {
            return default;
        }

        if (Remaining < sizeBytes)
        {
            Fault = EncodingFault.Truncated;
            return default;
        }

        ReadOnlySpan<byte> bytes = _source.Slice(_position, sizeBytes);
        _position += sizeBytes;
        return bytes;
    }

    /// <summary>Borrows a byte string with its length before it, of at most <paramref name="maximumSizeBytes"/> (C5).</summary>
    public ReadOnlySpan<byte> Bytes(int maximumSizeBytes) => Raw(Count(maximumSizeBytes, 1));

    /// <summary>Reads UTF-8 text of at most <paramref name="maximumSizeBytes"/> bytes without control characters (C8).</summary>
    public string Text(int maximumSizeBytes)
    {
        ReadOnlySpan<byte> bytes = Bytes(maximumSizeBytes);
        if (!System.Text.Unicode.Utf8.IsValid(bytes) || bytes.ContainsAnyInRange((byte)0, (byte)0x1f) || bytes.Contains((byte)0x7f))
        {
            Fail(EncodingFault.MalformedText);
            return string.Empty;
        }

        return Encoding.UTF8.GetString(bytes);
    }
}
