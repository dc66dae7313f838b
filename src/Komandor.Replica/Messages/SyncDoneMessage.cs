using Komandor.Consensus;
using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>Ends the answer to a <see cref="SyncMessage"/>; the events came before it.</summary>
/// <param name="Ticket">The question's.</param>
/// <param name="Position">How far the sender is.</param>
/// <param name="HasMore">Whether the sender has more than it sent: ask again.</param>
/// <param name="NewestOfYours">The newest event of the receiver that the sender knows, encoded, when the receiver is observing; else empty.</param>
public sealed record SyncDoneMessage(uint Ticket, GossipPosition Position, bool HasMore, ReadOnlyMemory<byte> NewestOfYours) : GossipMessage
{
    internal override MessageKind Kind => MessageKind.SyncDone;

    internal override void Write(CanonicalWriter writer)
    {
        writer.UInt32(Ticket);
        Position.Write(writer);
        writer.Boolean(HasMore);
        writer.Bytes(NewestOfYours.Span);
    }

    internal static SyncDoneMessage Read(ref CanonicalReader reader) => new(
        reader.UInt32(), GossipPosition.Read(ref reader), reader.Boolean(), reader.Bytes(EventLimits.MaxSizeBytes).ToArray());
}
