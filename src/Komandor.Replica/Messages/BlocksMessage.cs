using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>Blocks, highest first: the answer to a <see cref="GetBlocksMessage"/>.</summary>
/// <param name="Height">The height of the first block.</param>
/// <param name="Blocks">Each block, encoded.</param>
public sealed record BlocksMessage(ulong Height, IReadOnlyList<ReadOnlyMemory<byte>> Blocks) : GossipMessage
{
    internal override MessageKind Kind => MessageKind.Blocks;

    internal override void Write(CanonicalWriter writer)
    {
        writer.VarUInt(Height);
        writer.VarUInt((ulong)Blocks.Count);
        for (int index = 0; index < Blocks.Count; index++)
        {
            writer.Bytes(Blocks[index].Span);
        }
    }

    internal static BlocksMessage Read(ref CanonicalReader reader)
    {
        ulong height = reader.VarUInt(long.MaxValue);
        int count = reader.Count(MessageLimits.MaxBlocks, 1);
        ReadOnlyMemory<byte>[] blocks = new ReadOnlyMemory<byte>[count];
        for (int index = 0; index < count; index++)
        {
            blocks[index] = reader.Bytes(MessageLimits.MaxSizeBytes).ToArray();
        }

        return new BlocksMessage(height, blocks);
    }
}
