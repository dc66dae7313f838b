using Komandor.Consensus;
using Komandor.Primitives;
using Komandor.Replica.Messages;

namespace Komandor.Replica;

/// <content>Events older than this start, which only the store remembers: docs/protocol/gossip.md §4.</content>
public sealed partial class Orderer
{
    private const int RoundsAhead = 8;

    // Events born before this round are not in the graph, though they may be in the store.
    private long _rememberedFrom;

    // Sends the stored events that the peer's window needs, one answer after another, and begins anew when the peer stays where it is.
    private bool SendArchived(PeerSession session, GossipPosition position, out long costUs)
    {
        byte[] from = StoreKeys.EventsFrom(position.AncientBefore);
        if (session.ArchiveCursor is byte[] cursor && cursor.AsSpan().SequenceCompareTo(from) > 0)
        {
            from = cursor;
        }

        List<SignedEvent> events = [];
        int sizeBytes = 0;
        session.ArchiveCursor = null;
        foreach (KeyValuePair<byte[], byte[]> entry in _store.Scan([StoreKeys.Events], from))
        {
            if (StoreKeys.BirthRoundOf(entry.Key) > position.DecidedRound + RoundsAhead)
            {
                break;
            }

            sizeBytes += entry.Value.Length;
            if (sizeBytes > _settings.MaxAnswerSizeBytes && events.Count > 0)
            {
                session.ArchiveCursor = entry.Key;
                break;
            }

            Invariant.Require(SignedEvent.TryDecode(entry.Value, out SignedEvent? signed, out _));
            if (signed.Id != _unpublished?.Event.Signed.Id)
            {
                // An own event that is not durable yet stands in the store too, and is nobody's business.
                events.Add(signed);
            }
        }

        costUs = events.Count * ArchiveCostUs;
        EventSorting.ByBirthThenParents(events);
        SendEvents(session.Peer, events);
        bool hasMoved = position.DecidedRound != session.ArchiveRound;
        session.ArchiveRound = position.DecidedRound;
        return session.ArchiveCursor is not null || (hasMoved && events.Count > 0);
    }
}
