using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>Which objects the transactions of a block name, and which of them must run one after the other: docs/protocol/ledger.md §8.</summary>
internal sealed class ClusterPlan
{
    private readonly int[] _parents;

    /// <summary>Plans <paramref name="transactions"/>.</summary>
    internal ClusterPlan(IReadOnlyList<VerifiedTransaction> transactions)
    {
        int names = 0;
        for (int index = 0; index < transactions.Count; index++)
        {
            TransactionBody body = transactions[index].Transaction.Body;
            names += body.Inputs.Length + body.Outputs.Length;
        }

        Starts = new int[transactions.Count + 1];
        SlotOf = new int[names];
        _parents = new int[names];
        Slots = new ObjectSlot[names];
        SlotCount = NameObjects(transactions);
        (Order, ClusterStarts) = Group(transactions.Count);
    }

    /// <summary>The objects, in the order in which they are first named; <see cref="SlotCount"/> of them.</summary>
    internal ObjectSlot[] Slots { get; }

    /// <summary>The number of distinct objects.</summary>
    internal int SlotCount { get; }

    /// <summary>Where in <see cref="SlotOf"/> each transaction's objects start: its inputs, then its outputs.</summary>
    internal int[] Starts { get; }

    /// <summary>The slots that the transactions name.</summary>
    internal int[] SlotOf { get; }

    /// <summary>The transactions, cluster by cluster, in consensus order within each.</summary>
    internal int[] Order { get; }

    /// <summary>Where in <see cref="Order"/> each cluster starts; one more entry ends the last.</summary>
    internal int[] ClusterStarts { get; }

    private int NameObjects(IReadOnlyList<VerifiedTransaction> transactions)
    {
        Dictionary<ObjectId, int> slots = new(SlotOf.Length);
        int next = 0;
        for (int index = 0; index < transactions.Count; index++)
        {
            Starts[index] = next;
            TransactionBody body = transactions[index].Transaction.Body;
            foreach (TransactionInput input in body.Inputs)
            {
                Name(slots, input.ObjectId, next++, Starts[index]);
            }

            for (int output = 0; output < body.Outputs.Length; output++)
            {
                Name(slots, body.ObjectOf(output), next++, Starts[index]);
            }
        }

        Starts[^1] = next;
        return slots.Count;
    }

    private void Name(Dictionary<ObjectId, int> slots, ObjectId id, int position, int first)
    {
        ref int slot = ref CollectionsMarshal.GetValueRefOrAddDefault(slots, id, out bool known);
        if (!known)
        {
            slot = slots.Count - 1;
            Slots[slot].Id = id;
            _parents[slot] = slot;
        }

        SlotOf[position] = slot;
        Join(SlotOf[first], slot);
    }

    private void Join(int left, int right)
    {
        int leftRoot = Find(left);
        int rightRoot = Find(right);
        _parents[Math.Max(leftRoot, rightRoot)] = Math.Min(leftRoot, rightRoot);
    }

    // Halving the path keeps later searches short.
    private int Find(int slot)
    {
        while (_parents[slot] != slot)
        {
            _parents[slot] = _parents[_parents[slot]];
            slot = _parents[slot];
        }

        return slot;
    }

    // Clusters in the order of their first transaction: a counting sort that keeps the order within each.
    private (int[] Order, int[] Starts) Group(int transactions)
    {
        int[] clusterOf = new int[transactions];
        int[] numbers = new int[SlotCount];
        int clusters = 0;
        for (int index = 0; index < transactions; index++)
        {
            ref int number = ref numbers[Find(SlotOf[Starts[index]])];
            number = number == 0 ? ++clusters : number;
            clusterOf[index] = number - 1;
        }

        int[] starts = new int[clusters + 1];
        foreach (int cluster in clusterOf)
        {
            starts[cluster + 1]++;
        }

        for (int cluster = 0; cluster < clusters; cluster++)
        {
            starts[cluster + 1] += starts[cluster];
        }

        int[] next = starts[..clusters];
        int[] order = new int[transactions];
        for (int index = 0; index < transactions; index++)
        {
            order[next[clusterOf[index]]++] = index;
        }

        return (order, starts);
    }
}
