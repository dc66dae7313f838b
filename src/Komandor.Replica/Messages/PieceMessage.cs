using Komandor.Primitives;
using Komandor.Replica.Archive;

namespace Komandor.Replica.Messages;

/// <summary>A part of a piece of history: the answer to a <see cref="GetPieceMessage"/>.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Part">The part's index.</param>
/// <param name="Content">The part, whose content is empty when the sender does not have it.</param>
public sealed record PieceMessage(ulong Segment, int Part, PiecePart Content) : GossipMessage
{
    internal override MessageKind Kind => MessageKind.Piece;

    internal override void Write(CanonicalWriter writer)
    {
        writer.VarUInt(Segment);
        writer.VarUInt((ulong)Part);
        Content.Write(writer);
    }

    internal static PieceMessage Read(ref CanonicalReader reader) => new(
        reader.VarUInt(long.MaxValue), (int)reader.VarUInt(MessageLimits.MaxPieceParts - 1), PiecePart.Read(ref reader));
}
