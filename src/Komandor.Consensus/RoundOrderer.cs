using System.Numerics;
using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>Finds the events that a decided round receives, their times, and their order: docs/protocol/hashgraph.md §7.</summary>
internal sealed class RoundOrderer
{
    // Not reached from a judge.
    private const long Never = long.MaxValue;

    private readonly List<ReceivedEvent> _received = [];
    private int[] _generations = [];
    private long[] _times = [];
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
        _times = GrowTo(_times, nodes.Length * _judgeCount);
        _times.AsSpan(0, nodes.Length * _judgeCount).Fill(Never);
        for (int judge = 0; judge < judges.Count; judge++)
        {
            Start(judges[judge], judge);
        }

        for (int slot = nodes.Length - 1; slot >= 0; slot--)
        {
            Descend(nodes[slot]);
        }

        _generations = new int[nodes.Length];
        byte[] whitening = Whitening(judges);
        for (int slot = 0; slot < nodes.Length; slot++)
        {
            if (nodes[slot].State == NodeState.Undecided && !TimesOf(slot).Contains(Never))
            {
                _received.Add(Measure(nodes[slot], weights, whitening));
            }
        }

        _received.Sort(Compare);
        return _received;
    }

    // The judge's undecided self-ancestors are where its creator first had what they descend from (rule H61).
    private void Start(EventNode judge, int index)
    {
        for (EventNode? node = judge; node is { State: NodeState.Undecided, Slot: >= 0 }; node = node.SelfParent)
        {
            TimesOf(node.Slot)[index] = node.Signed.Body.CreatedAt.UnixMicroseconds;
        }
    }

    // Times rise along a chain, so the first time at which an event was had is the least of its children's.
    private void Descend(EventNode node)
    {
        if (node.State != NodeState.Undecided)
        {
            return;
        }

        ReadOnlySpan<long> times = TimesOf(node.Slot);
        foreach (EventNode parent in node.Parents)
        {
            if (parent.State == NodeState.Undecided && parent.Slot >= 0)
            {
                KeepEarlier(TimesOf(parent.Slot), times);
            }
        }
    }

    private static void KeepEarlier(Span<long> target, ReadOnlySpan<long> source)
    {
        source = source[..target.Length];
        int vectored = target.Length - (target.Length % Vector<long>.Count);
        Span<Vector<long>> targets = MemoryMarshal.Cast<long, Vector<long>>(target[..vectored]);
        ReadOnlySpan<Vector<long>> sources = MemoryMarshal.Cast<long, Vector<long>>(source[..vectored]);
        for (int index = 0; index < targets.Length; index++)
        {
            targets[index] = Vector.Min(targets[index], sources[index]);
        }

        for (int index = vectored; index < target.Length; index++)
        {
            target[index] = Math.Min(target[index], source[index]);
        }
    }

    private Span<long> TimesOf(int slot) => _times.AsSpan(slot * _judgeCount, _judgeCount);

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
        _sortedWeights = _sortedWeights.Length < _judgeCount ? new ulong[_judgeCount] : _sortedWeights;
        Span<long> times = TimesOf(slot);
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
        ReadOnlySpan<long> one = TimesOf(left);
        ReadOnlySpan<long> other = TimesOf(right);
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
