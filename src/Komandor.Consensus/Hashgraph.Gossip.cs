using System.Diagnostics.CodeAnalysis;
using Komandor.Primitives;

namespace Komandor.Consensus;

/// <content>What gossip needs to know: docs/protocol/hashgraph.md §4.</content>
public sealed partial class Hashgraph
{
    /// <summary>The ids of the events that are not ancient and have no children here, ascending: with their ancestors, all that this member has.</summary>
    public EventId[] Tips()
    {
        EventId[] tips = new EventId[_store.Tips.Count];
        int index = 0;
        foreach (EventNode tip in _store.Tips)
        {
            tips[index++] = tip.Signed.Id;
        }

        Array.Sort(tips);
        return tips;
    }

    /// <summary>Whether the event is here, and not expired; events that wait do not count.</summary>
    public bool Contains(EventId id) => _store.TryGet(id, out _);

    /// <summary>Whether the event is here and its place in the order is final, be it by a round before the start.</summary>
    public bool IsOrdered(EventId id) => _store.TryGet(id, out EventNode? node) && node.State == NodeState.Ordered;

    /// <summary>Finds an event that is not expired.</summary>
    public bool TryGet(EventId id, [NotNullWhen(true)] out SignedEvent? signed)
    {
        signed = _store.TryGet(id, out EventNode? node) ? node.Signed : null;
        return signed is not null;
    }

    /// <summary>All events that are not expired, parents before children: a copy.</summary>
    public List<SignedEvent> Events() => InOrder([.. _store.All], int.MaxValue);

    /// <summary>The events that are here, and that a peer with <paramref name="peerTips"/> lacks; parents before children.</summary>
    /// <param name="peerTips">The peer's <see cref="Tips"/>; those not known here say nothing.</param>
    /// <param name="maxEvents">The most to list: the oldest ones, which the peer can use first.</param>
    /// <remarks>Walks back from both sets of tips until only what the peer has is left, so the cost follows the difference.</remarks>
    public List<SignedEvent> LackedBy(ReadOnlySpan<EventId> peerTips, int maxEvents) => LackedBy(peerTips, maxEvents, out _);

    /// <summary>As above, and says how many events were looked at, which is what it cost.</summary>
    public List<SignedEvent> LackedBy(ReadOnlySpan<EventId> peerTips, int maxEvents, out int visited)
    {
        PriorityQueue<EventNode, long> frontier = new();
        Dictionary<EventNode, bool> known = [];
        int lackedInFrontier = 0;
        foreach (EventId id in peerTips)
        {
            if (_store.TryGet(id, out EventNode? node) && known.TryAdd(node, true))
            {
                frontier.Enqueue(node, -node.Index);
            }
        }

        foreach (EventNode tip in _store.Tips)
        {
            if (known.TryAdd(tip, false))
            {
                frontier.Enqueue(tip, -tip.Index);
                lackedInFrontier++;
            }
        }

        List<EventNode> lacked = [];
        while (lackedInFrontier > 0)
        {
            EventNode node = frontier.Dequeue();
            bool peerHas = known[node];
            if (!peerHas)
            {
                lackedInFrontier--;
                lacked.Add(node);
            }

            foreach (EventNode parent in node.Parents)
            {
                if (parent.State == NodeState.Expired)
                {
                    continue;
                }

                if (known.TryAdd(parent, peerHas))
                {
                    frontier.Enqueue(parent, -parent.Index);
                    lackedInFrontier += peerHas ? 0 : 1;
                }
                else if (peerHas && !known[parent])
                {
                    known[parent] = true;
                    lackedInFrontier--;
                }
            }
        }

        visited = known.Count;
        return InOrder(lacked, maxEvents);
    }

    private static List<SignedEvent> InOrder(List<EventNode> nodes, int maxEvents)
    {
        nodes.Sort(static (left, right) => left.Index.CompareTo(right.Index));
        List<SignedEvent> events = new(Math.Min(nodes.Count, maxEvents));
        foreach (EventNode node in nodes)
        {
            if (events.Count == maxEvents)
            {
                break;
            }

            events.Add(node.Signed);
        }

        return events;
    }
}
