using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace Komandor.Indexer;

/// <summary>Where a page ended: one byte that names the list, then the key of the last row. Opaque to callers, checked when it comes back.</summary>
internal static class PageCursor
{
    /// <summary>The list of blocks: the key is a height.</summary>
    internal const byte Blocks = 1;

    /// <summary>The coins of a lock: the key is an object's id.</summary>
    internal const byte Coins = 2;

    /// <summary>The history of a lock: the key is a height, a position and an asset.</summary>
    internal const byte History = 3;

    private const int LongestSizeBytes = 64;

    /// <summary>The text of a cursor.</summary>
    internal static string Write(byte list, ReadOnlySpan<byte> key)
    {
        Span<byte> bytes = stackalloc byte[LongestSizeBytes];
        bytes[0] = list;
        key.CopyTo(bytes[1..]);
        return Base64Url.EncodeToString(bytes[..(key.Length + 1)]);
    }

    /// <summary>The key in <paramref name="cursor"/>.</summary>
    /// <exception cref="PageCursorException">It is no cursor of that list.</exception>
    internal static byte[] Read(string cursor, byte list, int keySizeBytes)
    {
        Span<byte> bytes = stackalloc byte[LongestSizeBytes];
        if (cursor.Length > LongestSizeBytes * 4 / 3
            || Base64Url.DecodeFromChars(cursor, bytes, out _, out int written) != OperationStatus.Done
            || written != keySizeBytes + 1 || bytes[0] != list)
        {
            throw new PageCursorException();
        }

        return bytes[1..written].ToArray();
    }

    /// <summary>A height as eight bytes that sort like the number.</summary>
    internal static byte[] Key(ulong height)
    {
        byte[] key = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(key, height);
        return key;
    }
}
