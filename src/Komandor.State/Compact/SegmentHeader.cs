using System.Buffers.Binary;

namespace Komandor.State.Compact;

/// <summary>The first bytes of a segment: docs/protocol/state.md §8.</summary>
/// <param name="Sequence">The segment's number.</param>
/// <param name="Replay">Where opening begins to read when this is the newest segment.</param>
internal readonly record struct SegmentHeader(ulong Sequence, ReplayStart Replay)
{
    /// <summary>Its length.</summary>
    internal const int SizeBytes = 40;

    // "KMDLOG" and the format, 1.
    private const ulong Magic = 0x0001_474f_4c44_4d4b;

    /// <summary>Writes it to the start of <paramref name="bytes"/>.</summary>
    internal void Write(Span<byte> bytes)
    {
        bytes[..SizeBytes].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], Sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], Replay.Position.Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[24..], Replay.Position.Offset);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[28..], Replay.Covered);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[36..], Checksum.Of(bytes[..36], Sequence));
    }

    /// <summary>Reads the header of segment <paramref name="sequence"/>.</summary>
    /// <returns>Whether it is one.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, ulong sequence, out SegmentHeader header)
    {
        header = default;
        if (bytes.Length < SizeBytes || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[36..]) != Checksum.Of(bytes[..36], sequence))
        {
            return false;
        }

        header = new SegmentHeader(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            new ReplayStart(
                new LogPosition(BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[24..])),
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[28..])));
        return header.Sequence == sequence;
    }
}
