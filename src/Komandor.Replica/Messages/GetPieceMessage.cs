using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>Asks for a part of the receiver's piece of a segment of history.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Part">The part's index, below <see cref="MessageLimits.MaxPieceParts"/>.</param>
public sealed record GetPieceMessage(ulong Segment, int Part) : GossipMessage
{
    internal override MessageKind Kind => MessageKind.GetPiece;

    internal override void Write(CanonicalWriter writer)
    {
        writer.VarUInt(Segment);
        writer.VarUInt((ulong)Part);
    }

    internal static GetPieceMessage Read(ref CanonicalReader reader) => new(
        reader.VarUInt(long.MaxValue), (int)reader.VarUInt(MessageLimits.MaxPieceParts - 1));
}
