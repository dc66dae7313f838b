using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>Asks for a part of a state or of the spent tags.</summary>
/// <param name="Height">The block whose state it is.</param>
/// <param name="Place">The part that holds it is wanted.</param>
public sealed record GetChunkMessage(ulong Height, LedgerPlace Place) : GossipMessage
{
    internal override MessageKind Kind => MessageKind.GetChunk;

    internal override void Write(CanonicalWriter writer)
    {
        writer.VarUInt(Height);
        Place.Write(writer);
    }

    internal static GetChunkMessage Read(ref CanonicalReader reader) => new(reader.VarUInt(long.MaxValue), LedgerPlace.Read(ref reader));
}
