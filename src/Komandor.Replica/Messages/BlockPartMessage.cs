using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>A part of a block that no message can carry whole.</summary>
/// <param name="Height">The block.</param>
/// <param name="SizeBytes">The length of its encoding, at most <see cref="MessageLimits.MaxBlockSizeBytes"/>.</param>
/// <param name="Offset">Where the part begins.</param>
/// <param name="Content">The part.</param>
public sealed record BlockPartMessage(ulong Height, int SizeBytes, int Offset, ReadOnlyMemory<byte> Content) : GossipMessage
{
    internal override MessageKind Kind => MessageKind.BlockPart;

    internal override void Write(CanonicalWriter writer)
    {
        writer.VarUInt(Height);
        writer.VarUInt((ulong)SizeBytes);
        writer.VarUInt((ulong)Offset);
        writer.Bytes(Content.Span);
    }

    internal static BlockPartMessage Read(ref CanonicalReader reader) => new(
        reader.VarUInt(long.MaxValue),
        (int)reader.VarUInt(MessageLimits.MaxBlockSizeBytes),
        (int)reader.VarUInt(MessageLimits.MaxBlockSizeBytes),
        reader.Bytes(MessageLimits.BatchSizeBytes).ToArray());
}
