using Komandor.Consensus;
using Komandor.Primitives;
using Komandor.Replica.Messages;

namespace Komandor.Replica;

/// <summary>Chooses the events by which this member tells a peer what it has.</summary>
/// <remarks>Tips alone would not do: a peer that lacks the newest ones could conclude nothing from them.</remarks>
internal sealed class KnownEvents
{
    private const int MaxEntries = 1 << 15;
    private const int Dense = 32;

    private readonly List<EventId> _log = [];

    /// <summary>Takes an event that entered the graph.</summary>
    public void Add(EventId id)
    {
        _log.Add(id);
        if (_log.Count == 2 * MaxEntries)
        {
            _log.RemoveRange(0, MaxEntries);
        }
    }

    /// <summary>The tips, the newest events, and older ones at doubling distances.</summary>
    public List<EventId> Sample(Hashgraph graph)
    {
        List<EventId> known = [.. graph.Tips()];
        if (known.Count > MessageLimits.MaxKnownEvents / 2)
        {
            known.RemoveRange(MessageLimits.MaxKnownEvents / 2, known.Count - (MessageLimits.MaxKnownEvents / 2));
        }

        HashSet<EventId> chosen = [.. known];
        int step = 1;
        for (int index = _log.Count - 1; index >= 0 && known.Count < MessageLimits.MaxKnownEvents; index -= step)
        {
            EventId id = _log[index];
            if (graph.Contains(id) && chosen.Add(id))
            {
                known.Add(id);
            }

            int distance = _log.Count - index;
            step = distance < Dense ? 1 : distance / 8;
        }

        return known;
    }
}
