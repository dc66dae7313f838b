using System.Buffers.Binary;
using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>A record as its bytes show it: docs/protocol/state.md §8.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="EndsBucket">Whether a hash of the commit's list belongs to the bucket of this record, which is its last one.</param>
/// <param name="Ordinal">The entry's number among those of its shelf with the same fragment.</param>
/// <param name="ContentStart">Where the content begins, counted from the record's start.</param>
/// <param name="ContentSizeBytes">The content's length.</param>
internal readonly record struct Record(RecordKind Kind, bool EndsBucket, int Ordinal, int ContentStart, int ContentSizeBytes)
{
    /// <summary>The longest head: the kind, the ordinal, the length.</summary>
    internal const int MaximumHeadSizeBytes = 11;

    /// <summary>A content is shorter than this.</summary>
    internal const int MaximumContentSizeBytes = 16 << 20;

    // A larger ordinal stands behind the first byte.
    private const int OrdinalFollows = 15;

    /// <summary>The whole record's length.</summary>
    internal int SizeBytes => ContentStart + ContentSizeBytes + Checksum.SizeBytes;

    /// <summary>Whether the record holds an entry: a key and a value.</summary>
    internal bool IsEntry => Kind is RecordKind.Create or RecordKind.Overwrite or RecordKind.Move;

    /// <summary>The length of the value of an entry.</summary>
    internal int ValueSizeBytes => ContentSizeBytes - Hash256.SizeBytes;

    /// <summary>Reads a head.</summary>
    /// <param name="bytes">From the record's start; as many as there are.</param>
    /// <param name="record">The record.</param>
    /// <returns>Whether it can be one: its checksum is not looked at.</returns>
    internal static bool TryReadHead(ReadOnlySpan<byte> bytes, out Record record)
    {
        record = default;
        if (bytes.IsEmpty || (bytes[0] & 7) == (int)RecordKind.None)
        {
            return false;
        }

        RecordKind kind = (RecordKind)(bytes[0] & 7);
        int at = 1;
        uint ordinal = (uint)bytes[0] >> 4;
        if ((ordinal == OrdinalFollows && !TryReadVarUInt(bytes, ref at, out ordinal)) || !TryReadVarUInt(bytes, ref at, out uint sizeBytes))
        {
            return false;
        }

        bool hasKey = kind is RecordKind.Create or RecordKind.Overwrite or RecordKind.Move or RecordKind.Delete;
        record = new Record(kind, (bytes[0] & 8) != 0, (int)ordinal, at, (int)sizeBytes);
        return sizeBytes < MaximumContentSizeBytes && ordinal < int.MaxValue && (!hasKey || sizeBytes >= Hash256.SizeBytes);
    }

    /// <summary>Whether the checksum of the record at the start of <paramref name="bytes"/>, which stands at <paramref name="place"/>, is right.</summary>
    internal bool IsWhole(ReadOnlySpan<byte> bytes, ulong place)
    {
        int end = ContentStart + ContentSizeBytes;
        return bytes.Length >= end + Checksum.SizeBytes
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[end..]) == Checksum.Of(bytes[..end], place);
    }

    /// <summary>Writes a head.</summary>
    /// <returns>Its length.</returns>
    internal static int WriteHead(Span<byte> bytes, RecordKind kind, bool endsBucket, int ordinal, int contentSizeBytes)
    {
        bytes[0] = (byte)((int)kind | (endsBucket ? 8 : 0) | (Math.Min(ordinal, OrdinalFollows) << 4));
        int at = 1;
        if (ordinal >= OrdinalFollows)
        {
            WriteVarUInt(bytes, ref at, (uint)ordinal);
        }

        WriteVarUInt(bytes, ref at, (uint)contentSizeBytes);
        return at;
    }

    private static void WriteVarUInt(Span<byte> bytes, ref int at, uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            bytes[at++] = (byte)((value & 0x7f) | 0x80);
        }

        bytes[at++] = (byte)value;
    }

    private static bool TryReadVarUInt(ReadOnlySpan<byte> bytes, ref int at, out uint value)
    {
        value = 0;
        for (int shift = 0; shift < 35 && at < bytes.Length; shift += 7)
        {
            byte group = bytes[at++];
            value |= unchecked((uint)(group & 0x7f) << shift);
            if (group < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
