using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Komandor.Primitives;
using Komandor.State.Compact;

namespace Komandor.State.Tags;

/// <summary>A chunk that was taken, in a file: docs/protocol/tags.md §5.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Place">The subtree's first bits and zeros.</param>
/// <param name="Depth">How many bits.</param>
/// <param name="Count">The number of tags.</param>
internal sealed record TagPart(string Name, Hash256 Place, int Depth, int Count)
{
    private const int HeadSizeBytes = Hash256.SizeBytes + 8;
    private const int DepthDigits = 3;

    /// <summary>How the names of a set's parts begin.</summary>
    internal static string PrefixOf(string folder) => $"{folder}-part-";

    /// <summary>Writes a part, not durably.</summary>
    internal static TagPart Write(IStateFiles files, string folder, Hash256 root, ulong version, TagChunk chunk)
    {
        int depth = chunk.Siblings.Length;
        string name = string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(folder)}{chunk.Place}-{depth:x3}");
        byte[] bytes = new byte[HeadSizeBytes + (chunk.Tags.Length * Hash256.SizeBytes) + Checksum.SizeBytes];
        root.CopyTo(bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(Hash256.SizeBytes), version);
        MemoryMarshal.AsBytes(chunk.Tags.AsSpan()).CopyTo(bytes.AsSpan(HeadSizeBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - Checksum.SizeBytes), Checksum.Of(bytes.AsSpan(0, bytes.Length - Checksum.SizeBytes), 0));
        using IStateFile file = TagRuns.Empty(files, name);
        file.Append(bytes);
        return new TagPart(name, chunk.Place, depth, chunk.Tags.Length);
    }

    /// <summary>Opens a part that an earlier import wrote.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="folder">The beginning of the files' names.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="root">Receives which set's it is.</param>
    /// <param name="version">Receives which version's.</param>
    /// <returns>Null when the file is not whole.</returns>
    internal static TagPart? TryOpen(IStateFiles files, string folder, string name, out Hash256 root, out ulong version)
    {
        (root, version) = (Hash256.Zero, 0);
        ReadOnlySpan<char> place = name.AsSpan(PrefixOf(folder).Length);
        if (place.Length != (2 * Hash256.SizeBytes) + 1 + DepthDigits
            || !Hash256.TryParse(place[..(2 * Hash256.SizeBytes)].ToString(), out Hash256 first)
            || !int.TryParse(place[^DepthDigits..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int depth)
            || TryRead(files, name) is not byte[] bytes)
        {
            return null;
        }

        root = new Hash256(bytes.AsSpan(0, Hash256.SizeBytes));
        version = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(Hash256.SizeBytes));
        return new TagPart(name, first, depth, (bytes.Length - HeadSizeBytes - Checksum.SizeBytes) / Hash256.SizeBytes);
    }

    /// <summary>The part's tags.</summary>
    /// <exception cref="InvalidDataException">The file was damaged meanwhile.</exception>
    internal Hash256[] Read(IStateFiles files) =>
        TryRead(files, Name) is byte[] bytes
            ? MemoryMarshal.Cast<byte, Hash256>(bytes.AsSpan(HeadSizeBytes, Count * Hash256.SizeBytes)).ToArray()
            : throw new InvalidDataException($"The file {Name} of the tag set is damaged.");

    private static byte[]? TryRead(IStateFiles files, string name)
    {
        using IStateFile file = files.Open(name);
        if (file.SizeBytes is < HeadSizeBytes + Checksum.SizeBytes or > TagChunks.MaximumSizeBytes)
        {
            return null;
        }

        byte[] bytes = new byte[file.SizeBytes];
        file.Read(0, bytes);
        int end = bytes.Length - Checksum.SizeBytes;
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(end)) == Checksum.Of(bytes.AsSpan(0, end), 0) ? bytes : null;
    }
}
