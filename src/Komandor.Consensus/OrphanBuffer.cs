using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>Events some of whose parents have not come, found again by any parent that comes.</summary>
internal sealed class OrphanBuffer(int maxEvents, int maxSizeBytes)
{
    private readonly PeerQuota _quota = new(maxEvents, maxSizeBytes);

    // Entries of events that were pushed out are dropped when their parent comes or grows ancient.
    private readonly Dictionary<EventId, List<EventId>> _children = [];

    /// <summary>The number of events waiting.</summary>
    public int Count => _quota.Count;

    /// <summary>Whether event <paramref name="id"/> waits here.</summary>
    public bool Contains(EventId id) => _quota.Contains(id);

    /// <summary>Keeps an event until <paramref name="missing"/> comes or grows ancient.</summary>
    public void Add(WaitingEvent waiting, EventId missing)
    {
        _quota.Add(waiting);
        if (!_children.TryGetValue(missing, out List<EventId>? children))
        {
            _children.Add(missing, children = []);
        }

        children.Add(waiting.Id);
        if (_children.Count > 2 * (_quota.Count + 64) || children.Count > 2 * (_quota.Count + 64))
        {
            Sweep();
        }
    }

    /// <summary>Takes out the events that wait for <paramref name="parent"/>.</summary>
    public void TakeChildren(EventId parent, Queue<WaitingEvent> ready)
    {
        if (_children.Remove(parent, out List<EventId>? children))
        {
            foreach (EventId child in children)
            {
                if (_quota.TryTake(child, out WaitingEvent waiting))
                {
                    ready.Enqueue(waiting);
                }
            }
        }
    }

    /// <summary>Takes out everything, to be tried anew after the window moved.</summary>
    public List<WaitingEvent> TakeAll()
    {
        _children.Clear();
        return _quota.Take(static _ => true);
    }

    private void Sweep()
    {
        foreach ((EventId parent, List<EventId> children) in _children)
        {
            children.RemoveAll(child => !_quota.Contains(child));
            if (children.Count == 0)
            {
                _children.Remove(parent);
            }
        }
    }
}
