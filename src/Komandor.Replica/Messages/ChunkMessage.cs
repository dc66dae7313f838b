using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>A part of a state: the answer to a <see cref="GetChunkMessage"/>.</summary>
/// <param name="Height">The block whose state it is.</param>
/// <param name="Start">The key that was asked for.</param>
/// <param name="Content">The part, encoded; empty when the sender does not have that state any more.</param>
public sealed record ChunkMessage(ulong Height, Hash256 Start, ReadOnlyMemory<byte> Content) : GossipMessage
{
    internal override MessageKind Kind => MessageKind.Chunk;

    internal override void Write(CanonicalWriter writer)
    {
        writer.VarUInt(Height);
        writer.Hash(Start);
        writer.Bytes(Content.Span);
    }

    internal static ChunkMessage Read(ref CanonicalReader reader) => new(
        reader.VarUInt(long.MaxValue), reader.Hash(), reader.Bytes(MessageLimits.MaxSizeBytes).ToArray());
}
