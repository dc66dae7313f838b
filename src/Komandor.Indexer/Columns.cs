using System.Security.Cryptography;
using Komandor.Primitives;
using Microsoft.Data.Sqlite;

namespace Komandor.Indexer;

/// <summary>How the ledger's values are written in columns.</summary>
internal static class Columns
{
    /// <summary>Bytes of an owner.</summary>
    internal const int OwnerSizeBytes = 16;

    private static readonly byte[] _kmcc = [];

    /// <summary>The key of a lock. Sixteen bytes: whoever finds two locks of one key, with 2⁶⁴ hashes, merges two lists of his own.</summary>
    internal static byte[] Owner(ReadOnlySpan<byte> encodedLock) => SHA256.HashData(encodedLock)[..OwnerSizeBytes];

    /// <summary>The column of an asset.</summary>
    internal static byte[] Asset(AssetId asset) => asset.Value.IsZero ? _kmcc : asset.Value.ToArray();

    /// <summary>The asset of a column.</summary>
    internal static AssetId Asset(byte[] column) => column.Length == 0 ? AssetId.Kmcc : new AssetId(column);

    /// <summary>The signed number of the same bits.</summary>
    internal static long Signed(ulong value) => unchecked((long)value);

    /// <summary>The unsigned number of the same bits.</summary>
    internal static ulong Unsigned(long value) => unchecked((ulong)value);

    /// <summary>A blob column.</summary>
    internal static byte[] Blob(SqliteDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    /// <summary>A blob column, or null.</summary>
    internal static byte[]? OptionalBlob(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : Blob(reader, column);
}
