using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>Asks for a part of a state.</summary>
/// <param name="Height">The block whose state it is.</param>
/// <param name="Start">A key: the part that holds it is wanted.</param>
public sealed record GetChunkMessage(ulong Height, Hash256 Start) : GossipMessage
{
    internal override MessageKind Kind => MessageKind.GetChunk;

    internal override void Write(CanonicalWriter writer)
    {
        writer.VarUInt(Height);
        writer.Hash(Start);
    }

    internal static GetChunkMessage Read(ref CanonicalReader reader) => new(reader.VarUInt(long.MaxValue), reader.Hash());
}
