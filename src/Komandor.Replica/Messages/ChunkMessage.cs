using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>A part of a state or of the spent tags: the answer to a <see cref="GetChunkMessage"/>.</summary>
/// <param name="Height">The block whose state it is.</param>
/// <param name="Place">What was asked for.</param>
/// <param name="Content">The part, encoded; empty when the sender does not have that state any more.</param>
public sealed record ChunkMessage(ulong Height, LedgerPlace Place, ReadOnlyMemory<byte> Content) : GossipMessage
{
    internal override MessageKind Kind => MessageKind.Chunk;

    internal override void Write(CanonicalWriter writer)
    {
        writer.VarUInt(Height);
        Place.Write(writer);
        writer.Bytes(Content.Span);
    }

    internal static ChunkMessage Read(ref CanonicalReader reader) => new(
        reader.VarUInt(long.MaxValue), LedgerPlace.Read(ref reader), reader.Bytes(MessageLimits.MaxSizeBytes).ToArray());
}
