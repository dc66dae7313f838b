using System.Collections.Concurrent;

namespace Komandor.PlainState;

/// <summary>The parts of the tree that stay in memory: a clock, so what was used since the hand passed last stays.</summary>
/// <remarks>Many threads may look up; one at a time may change.</remarks>
internal sealed class NodeCache(long capacityBytes)
{
    private readonly ConcurrentDictionary<NodePath, StateNode> _nodes = new(1, 1024);
    private Queue<NodePath> _clock = new();
    private long _sizeBytes;

    /// <summary>The node at <paramref name="path"/>, or null.</summary>
    public StateNode? Find(NodePath path)
    {
        if (!_nodes.TryGetValue(path, out StateNode? node))
        {
            return null;
        }

        if (!node.Used)
        {
            node.Used = true;
        }

        return node;
    }

    /// <summary>Sets the node at <paramref name="path"/>; null removes it.</summary>
    public void Set(NodePath path, StateNode? node)
    {
        bool known = _nodes.TryGetValue(path, out StateNode? old);
        _sizeBytes += (node?.SizeBytes ?? 0) - (old?.SizeBytes ?? 0);
        if (node is null)
        {
            _nodes.TryRemove(path, out _);
            return;
        }

        node.Used = true;
        _nodes[path] = node;
        if (!known)
        {
            _clock.Enqueue(path);
        }
    }

    /// <summary>Forgets nodes until the rest fits.</summary>
    public void Shrink()
    {
        while (_sizeBytes > capacityBytes && _clock.TryDequeue(out NodePath path))
        {
            if (!_nodes.TryGetValue(path, out StateNode? node))
            {
                continue;
            }

            if (node.Used)
            {
                node.Used = false;
                _clock.Enqueue(path);
                continue;
            }

            _nodes.TryRemove(path, out _);
            _sizeBytes -= node.SizeBytes;
        }

        // Removed nodes leave their place on the clock behind.
        if (_clock.Count > (2 * _nodes.Count) + 1024)
        {
            _clock = new Queue<NodePath>(_nodes.Keys);
        }
    }
}
