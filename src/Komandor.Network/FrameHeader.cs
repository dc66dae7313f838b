using System.Buffers.Binary;

namespace Komandor.Network;

/// <summary>What precedes each payload: <c>u32 size of the payload, u8 type</c>; docs/protocol/link.md §3.</summary>
/// <param name="PayloadSizeBytes">The payload's length, without this header.</param>
/// <param name="Type">A control type, or <see cref="FirstChannel"/> and up: the caller's channel.</param>
internal readonly record struct FrameHeader(uint PayloadSizeBytes, byte Type)
{
    /// <summary>The header's length.</summary>
    public const int SizeBytes = 5;

    /// <summary>The first frame of each side.</summary>
    public const byte Hello = 0;

    /// <summary>Asks for a pong with the same eight bytes.</summary>
    public const byte Ping = 1;

    /// <summary>Answers a ping.</summary>
    public const byte Pong = 2;

    /// <summary>Types from here to 255 carry the caller's messages.</summary>
    public const byte FirstChannel = 16;

    /// <summary>The length of a ping's and a pong's payload.</summary>
    public const int BeatSizeBytes = 8;

    /// <summary>Reads the header from its five bytes.</summary>
    public static FrameHeader Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt32LittleEndian(bytes), bytes[4]);

    /// <summary>Writes the header to the start of <paramref name="destination"/>.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, PayloadSizeBytes);
        destination[4] = Type;
    }
}
