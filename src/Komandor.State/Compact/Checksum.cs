using System.Buffers.Binary;
using System.Numerics;

namespace Komandor.State.Compact;

/// <summary>CRC-32C over bytes and their place, so that bytes at a wrong place are found too. It finds accidents; forgers meet the root.</summary>
internal static class Checksum
{
    /// <summary>Its length.</summary>
    internal const int SizeBytes = 4;

    /// <summary>The checksum of <paramref name="bytes"/> at <paramref name="place"/>.</summary>
    internal static uint Of(ReadOnlySpan<byte> bytes, ulong place)
    {
        uint checksum = BitOperations.Crc32C(uint.MaxValue, place);
        while (bytes.Length >= sizeof(ulong))
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte one in bytes)
        {
            checksum = BitOperations.Crc32C(checksum, one);
        }

        return ~checksum;
    }
}
