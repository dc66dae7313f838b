using Komandor.Primitives;

namespace Komandor.Replica.Archive;

/// <summary>A part of a piece with its way to the segment's root.</summary>
/// <param name="Place">The piece's place.</param>
/// <param name="Path">The siblings from the lowest up.</param>
/// <param name="Content">The bytes.</param>
public sealed record PiecePart(int Place, ReadOnlyMemory<Hash256> Path, ReadOnlyMemory<byte> Content)
{
    // A tree over 255 pieces of at most 2^28 bytes has fewer levels.
    internal const int MaxPath = 20;

    /// <summary>A part of a segment that the sender does not have.</summary>
    public static PiecePart None { get; } = new(0, default, default);

    internal void Write(CanonicalWriter writer)
    {
        writer.Byte((byte)Place);
        writer.VarUInt((ulong)Path.Length);
        foreach (Hash256 sibling in Path.Span)
        {
            writer.Hash(sibling);
        }

        writer.Bytes(Content.Span);
    }

    internal static PiecePart Read(ref CanonicalReader reader)
    {
        int place = reader.Byte();
        Hash256[] path = new Hash256[reader.Count(MaxPath, Hash256.SizeBytes)];
        for (int index = 0; index < path.Length; index++)
        {
            path[index] = reader.Hash();
        }

        return new PiecePart(place, path, reader.Bytes(SegmentRules.PartSizeBytes).ToArray());
    }
}
