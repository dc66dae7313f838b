using Komandor.Primitives;

namespace Komandor.Replica.Archive;

/// <summary>The blocks of a segment in one run of bytes, each after its length: docs/protocol/archive.md, AR2.</summary>
public static class SegmentBlocks
{
    /// <summary>Reads blocks from a member's own store; null when one is not there.</summary>
    /// <param name="blocks">The store.</param>
    /// <param name="first">The lowest.</param>
    /// <param name="last">The highest.</param>
    public static byte[]? TryJoin(BlockStore blocks, ulong first, ulong last)
    {
        CanonicalWriter writer = new(SegmentRules.UsualSizeBytes + (SegmentRules.UsualSizeBytes / 8));
        for (ulong height = first; height <= last; height++)
        {
            if (blocks.EncodedBlock(height) is not byte[] encoded)
            {
                return null;
            }

            writer.Bytes(encoded);
        }

        return writer.ToArray();
    }

    /// <summary>The encoded blocks of a rebuilt segment, lowest first; null when the bytes hold another number of them.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="data">Its bytes; borrowed by the result.</param>
    public static ReadOnlyMemory<byte>[]? TrySplit(Segment segment, ReadOnlyMemory<byte> data)
    {
        ulong count = segment.Last - segment.First + 1;
        if (count > (ulong)data.Length)
        {
            return null;
        }

        CanonicalReader reader = new(data.Span);
        ReadOnlyMemory<byte>[] blocks = new ReadOnlyMemory<byte>[count];
        for (int index = 0; index < blocks.Length; index++)
        {
            int sizeBytes = reader.Bytes(int.MaxValue).Length;
            blocks[index] = data.Slice(reader.Position - sizeBytes, sizeBytes);
        }

        return reader.TryFinish(out _) ? blocks : null;
    }
}
