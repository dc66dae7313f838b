using System.Diagnostics.CodeAnalysis;
using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>The events that are not expired, by id and by birth round.</summary>
internal sealed class EventStore
{
    private readonly Dictionary<EventId, EventNode> _nodes = [];
    private readonly SortedDictionary<long, List<EventNode>> _births = [];
    private readonly HashSet<EventNode> _tips = [];
    private long _ancientBefore = 1;
    private long _expiredBefore = 1;
    private long _nextIndex;

    /// <summary>The number of events.</summary>
    public int Count => _nodes.Count;

    /// <summary>The events that are not ancient and have no children, in no particular order.</summary>
    public IReadOnlyCollection<EventNode> Tips => _tips;

    /// <summary>All events; sort them by index.</summary>
    public IEnumerable<EventNode> All => _nodes.Values;

    /// <summary>Finds an event.</summary>
    public bool TryGet(EventId id, [NotNullWhen(true)] out EventNode? node) => _nodes.TryGetValue(id, out node);

    /// <summary>Adds a new event with its linked parents.</summary>
    public EventNode Add(SignedEvent signed, EventNode? selfParent, EventNode[] parents)
    {
        EventNode node = new(signed, selfParent, parents, _nextIndex++);
        _nodes.Add(signed.Id, node);
        if (!_births.TryGetValue(node.BirthRound, out List<EventNode>? born))
        {
            _births.Add(node.BirthRound, born = []);
        }

        born.Add(node);
        _tips.Add(node);
        foreach (EventNode parent in parents)
        {
            if (!parent.HasChildren)
            {
                parent.HasChildren = true;
                _tips.Remove(parent);
            }
        }

        return node;
    }

    /// <summary>Lists the events that are ancient now and were not before, in the order in which they came.</summary>
    public List<EventNode> TakeAncient(long ancientBefore)
    {
        List<EventNode> ancient = [];
        for (; _ancientBefore < ancientBefore; _ancientBefore++)
        {
            if (_births.TryGetValue(_ancientBefore, out List<EventNode>? born))
            {
                ancient.AddRange(born);
            }
        }

        foreach (EventNode node in ancient)
        {
            _tips.Remove(node);
        }

        ancient.Sort(static (left, right) => left.Index.CompareTo(right.Index));
        return ancient;
    }

    /// <summary>Forgets the events born before <paramref name="expiredBefore"/>, which are ancient.</summary>
    public void Expire(long expiredBefore)
    {
        for (; _expiredBefore < expiredBefore; _expiredBefore++)
        {
            if (_births.Remove(_expiredBefore, out List<EventNode>? born))
            {
                foreach (EventNode node in born)
                {
                    _nodes.Remove(node.Signed.Id);
                    node.Expire();
                }
            }
        }
    }

    /// <summary>Starts in the middle of a chain: nothing was ever born before <paramref name="ancientBefore"/>.</summary>
    public void StartAt(long ancientBefore)
    {
        _ancientBefore = ancientBefore;
        _expiredBefore = ancientBefore;
    }
}
