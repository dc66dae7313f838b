using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>Asks for the events that the sender lacks.</summary>
/// <param name="Ticket">Stands in the answer again.</param>
/// <param name="Position">How far the sender is.</param>
/// <param name="Known">Events that the sender has, with all their ancestors: its tips, and older ones, closer together the newer they are.</param>
public sealed record SyncMessage(uint Ticket, GossipPosition Position, IReadOnlyList<EventId> Known) : GossipMessage
{
    internal override MessageKind Kind => MessageKind.Sync;

    internal override void Write(CanonicalWriter writer)
    {
        writer.UInt32(Ticket);
        Position.Write(writer);
        writer.VarUInt((ulong)Known.Count);
        foreach (EventId id in Known)
        {
            writer.Hash(id.Value);
        }
    }

    internal static SyncMessage Read(ref CanonicalReader reader)
    {
        uint ticket = reader.UInt32();
        GossipPosition position = GossipPosition.Read(ref reader);
        EventId[] known = new EventId[reader.Count(MessageLimits.MaxKnownEvents, Hash256.SizeBytes)];
        for (int index = 0; index < known.Length; index++)
        {
            known[index] = new EventId(reader.Hash());
        }

        return new SyncMessage(ticket, position, known);
    }
}
