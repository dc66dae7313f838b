using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>Events that wait, bounded for each peer that sent them: a peer's newest pushes out its own oldest, and nobody else's.</summary>
internal sealed class PeerQuota(int maxEvents, int maxSizeBytes)
{
    private readonly Dictionary<EventId, LinkedListNode<WaitingEvent>> _waiting = [];
    private readonly Dictionary<MemberId, (LinkedList<WaitingEvent> Events, long SizeBytes)> _peers = [];

    /// <summary>The number of events waiting.</summary>
    public int Count => _waiting.Count;

    /// <summary>The events waiting, in no particular order.</summary>
    public IEnumerable<WaitingEvent> Events
    {
        get
        {
            foreach (LinkedListNode<WaitingEvent> node in _waiting.Values)
            {
                yield return node.Value;
            }
        }
    }

    /// <summary>Whether event <paramref name="id"/> waits here.</summary>
    public bool Contains(EventId id) => _waiting.ContainsKey(id);

    /// <summary>Keeps an event that is not waiting yet.</summary>
    public void Add(WaitingEvent waiting)
    {
        (LinkedList<WaitingEvent> events, long sizeBytes) = _peers.TryGetValue(waiting.Peer, out (LinkedList<WaitingEvent>, long) held) ? held : ([], 0);
        _waiting.Add(waiting.Id, events.AddLast(waiting));
        _peers[waiting.Peer] = (events, sizeBytes + waiting.SizeBytes);
        while (events.Count > maxEvents || (_peers[waiting.Peer].SizeBytes > maxSizeBytes && events.Count > 1))
        {
            Remove(events.First!.Value.Id);
        }
    }

    /// <summary>Stops keeping an event, if it is kept.</summary>
    public bool Remove(EventId id)
    {
        if (!_waiting.Remove(id, out LinkedListNode<WaitingEvent>? node))
        {
            return false;
        }

        WaitingEvent waiting = node.Value;
        (LinkedList<WaitingEvent> events, long sizeBytes) = _peers[waiting.Peer];
        events.Remove(node);
        if (events.Count == 0)
        {
            _peers.Remove(waiting.Peer);
        }
        else
        {
            _peers[waiting.Peer] = (events, sizeBytes - waiting.SizeBytes);
        }

        return true;
    }

    /// <summary>Takes out all events that <paramref name="chosen"/> accepts, those of earlier birth rounds first.</summary>
    public List<WaitingEvent> Take(Predicate<WaitingEvent> chosen)
    {
        List<WaitingEvent> taken = [];
        foreach (LinkedListNode<WaitingEvent> node in _waiting.Values)
        {
            if (chosen(node.Value))
            {
                taken.Add(node.Value);
            }
        }

        foreach (WaitingEvent waiting in taken)
        {
            Remove(waiting.Id);
        }

        taken.Sort(Compare);
        return taken;
    }

    /// <summary>Earlier birth rounds first; sequence and id make the order independent of the dictionary's.</summary>
    public static int Compare(WaitingEvent left, WaitingEvent right)
    {
        UnsignedEvent one = left.Event.Signed.Body;
        UnsignedEvent other = right.Event.Signed.Body;
        int order = one.BirthRound.CompareTo(other.BirthRound);
        order = order != 0 ? order : one.Sequence.CompareTo(other.Sequence);
        return order != 0 ? order : left.Id.CompareTo(right.Id);
    }

    /// <summary>Takes out the event <paramref name="id"/> if it waits.</summary>
    public bool TryTake(EventId id, out WaitingEvent waiting)
    {
        bool found = _waiting.TryGetValue(id, out LinkedListNode<WaitingEvent>? node);
        waiting = found ? node!.Value : default;
        return found && Remove(id);
    }
}
