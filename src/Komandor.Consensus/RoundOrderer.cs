using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>Finds the events that a decided round receives, their times, and their order: docs/protocol/hashgraph.md §7.</summary>
internal sealed class RoundOrderer
{
    private readonly Stack<EventNode> _pending = [];
    private readonly List<EventNode> _selfChain = [];
    private readonly List<ReceivedEvent> _received = [];
    private int[] _visits = [];
    private int[] _generations = [];
    private long[] _times = [];
    private long[] _sorted = [];
    private ulong[] _sortedWeights = [];
    private int _judgeCount;

    /// <summary>All undecided events of <paramref name="nodes"/> that are ancestors of every judge, or are one, in consensus order.</summary>
    /// <param name="nodes">The graph's events by slot.</param>
    /// <param name="judges">The judges of the decided round.</param>
    /// <param name="weights">The judges' weights.</param>
    /// <returns>Valid until the next call.</returns>
    public IReadOnlyList<ReceivedEvent> Receive(ReadOnlySpan<EventNode> nodes, List<EventNode> judges, ReadOnlySpan<ulong> weights)
    {
        _judgeCount = judges.Count;
        _received.Clear();
        _visits = new int[nodes.Length];
        _times = GrowTo(_times, nodes.Length * _judgeCount);
        for (int judge = 0; judge < judges.Count; judge++)
        {
            Visit(judges[judge], judge);
        }

        _generations = new int[nodes.Length];
        byte[] whitening = Whitening(judges);
        for (int slot = 0; slot < nodes.Length; slot++)
        {
            if (_visits[slot] == _judgeCount)
            {
                _received.Add(Measure(nodes[slot], weights, whitening));
            }
        }

        _received.Sort(Compare);
        return _received;
    }

    // Walks the judge's undecided self-ancestors upwards, so that what each newly reaches gets its time (rule H61).
    private void Visit(EventNode judge, int index)
    {
        _selfChain.Clear();
        for (EventNode? node = judge; node is { State: NodeState.Undecided, Slot: >= 0 }; node = node.SelfParent)
        {
            _selfChain.Add(node);
        }

        for (int link = _selfChain.Count - 1; link >= 0; link--)
        {
            long time = _selfChain[link].Signed.Body.CreatedAt.UnixMicroseconds;
            Reach(_selfChain[link], index, time);
            while (_pending.TryPop(out EventNode? node))
            {
                foreach (EventNode parent in node.Parents)
                {
                    Reach(parent, index, time);
                }
            }
        }
    }

    // An event that an earlier judge did not reach keeps its lower count, and is negative once this one was here.
    private void Reach(EventNode node, int judge, long time)
    {
        int slot = node.Slot;
        if (node.State != NodeState.Undecided || slot < 0)
        {
            return;
        }

        int visits = _visits[slot];
        if (visits == judge)
        {
            _visits[slot] = judge + 1;
            _times[(slot * _judgeCount) + judge] = time;
        }
        else if (visits > judge || visits == -(judge + 1))
        {
            return;
        }
        else
        {
            _visits[slot] = -(judge + 1);
        }

        _pending.Push(node);
    }

    private ReceivedEvent Measure(EventNode node, ReadOnlySpan<ulong> weights, byte[] whitening)
    {
        int slot = node.Slot;
        int generation = 0;
        foreach (EventNode parent in node.Parents)
        {
            if (parent.Slot >= 0)
            {
                generation = Math.Max(generation, _generations[parent.Slot]);
            }
        }

        _generations[slot] = generation + 1;
        return new ReceivedEvent(node, MedianTime(slot, weights), slot, generation + 1, Whiten(node.Signed.Id.Value, whitening));
    }

    // The weighted median; leaves the event's times sorted for the comparison.
    private long MedianTime(int slot, ReadOnlySpan<ulong> weights)
    {
        _sorted = GrowTo(_sorted, _judgeCount);
        _sortedWeights = _sortedWeights.Length < _judgeCount ? new ulong[_judgeCount] : _sortedWeights;
        Span<long> times = _times.AsSpan(slot * _judgeCount, _judgeCount);
        Span<ulong> sortedWeights = _sortedWeights.AsSpan(0, _judgeCount);
        weights.CopyTo(sortedWeights);
        times.Sort(sortedWeights);
        ulong total = 0;
        foreach (ulong weight in weights)
        {
            total += weight;
        }

        ulong sum = 0;
        int index = 0;
        for (; ; index++)
        {
            sum += sortedWeights[index];
            if (2 * sum > total)
            {
                return times[index];
            }
        }
    }

    private int Compare(ReceivedEvent left, ReceivedEvent right)
    {
        int order = left.MedianTime.CompareTo(right.MedianTime);
        order = order != 0 ? order : CompareExtendedMedian(left.Slot, right.Slot);
        order = order != 0 ? order : left.Generation.CompareTo(right.Generation);
        return order != 0 ? order : left.Whitened.CompareTo(right.Whitened);
    }

    // From the middle outwards: middle, one below, one above, two below, and so on.
    private int CompareExtendedMedian(int left, int right)
    {
        ReadOnlySpan<long> one = _times.AsSpan(left * _judgeCount, _judgeCount);
        ReadOnlySpan<long> other = _times.AsSpan(right * _judgeCount, _judgeCount);
        int middle = _judgeCount / 2;
        for (int step = 0; step <= middle; step++)
        {
            int order = one[middle - step].CompareTo(other[middle - step]);
            if (order == 0 && step > 0 && middle + step < _judgeCount)
            {
                order = one[middle + step].CompareTo(other[middle + step]);
            }

            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static byte[] Whitening(List<EventNode> judges)
    {
        byte[] whitening = new byte[Hash256.SizeBytes];
        Span<byte> id = stackalloc byte[Hash256.SizeBytes];
        foreach (EventNode judge in judges)
        {
            judge.Signed.Id.Value.CopyTo(id);
            for (int index = 0; index < id.Length; index++)
            {
                whitening[index] ^= id[index];
            }
        }

        return whitening;
    }

    private static Hash256 Whiten(Hash256 id, byte[] whitening)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        id.CopyTo(bytes);
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        ReadOnlySpan<ulong> mask = MemoryMarshal.Cast<byte, ulong>(whitening);
        for (int index = 0; index < words.Length; index++)
        {
            words[index] ^= mask[index];
        }

        return new Hash256(bytes);
    }

    private static long[] GrowTo(long[] array, int length) => array.Length >= length ? array : new long[length * 2];
}
