using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>Asks for a part of a state.</summary>
/// <param name="Height">The block whose state it is.</param>
/// <param name="Index">Which part.</param>
public sealed record GetChunkMessage(ulong Height, uint Index) : GossipMessage
{
    internal override MessageKind Kind => MessageKind.GetChunk;

    internal override void Write(CanonicalWriter writer)
    {
        writer.VarUInt(Height);
        writer.UInt32(Index);
    }

    internal static GetChunkMessage Read(ref CanonicalReader reader) => new(reader.VarUInt(long.MaxValue), reader.UInt32());
}
