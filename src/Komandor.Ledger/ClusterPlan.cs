using System.Runtime.InteropServices;
using Komandor.Ledger.Private;
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
            names += body.Inputs.Length + body.Outputs.Length + PrivateNames(body);
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

    /// <summary>The notes that each pool gains, in order: written by the one cluster that has all transactions of the pool.</summary>
    internal List<KeyValuePair<Hash256, byte[]?>>[] Notes { get; } = [[], []];

    /// <summary>Where in <see cref="SlotOf"/> each transaction's objects start: its inputs, its outputs, then its pool and its tags.</summary>
    internal int[] Starts { get; }

    /// <summary>The slots that the transactions name.</summary>
    internal int[] SlotOf { get; }

    /// <summary>The transactions, cluster by cluster, in consensus order within each.</summary>
    internal int[] Order { get; }

    /// <summary>Where in <see cref="Order"/> each cluster starts; one more entry ends the last.</summary>
    internal int[] ClusterStarts { get; }

    /// <summary>The pool that a body works on, if any: all its transactions run one after the other, since they share its total and its numbering.</summary>
    internal static PoolId? PoolOf(TransactionBody body) => body.Bundle?.Pool ?? body.Order?.Pool;

    private static int PrivateNames(TransactionBody body) => PoolOf(body) is null ? 0 : 1 + (body.Bundle?.InputCount ?? 0);

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

            if (PoolOf(body) is { } pool)
            {
                Name(slots, PrivateObjects.Pool(pool), next++, Starts[index]);
            }

            for (int input = 0; input < (body.Bundle?.InputCount ?? 0); input++)
            {
                Name(slots, PrivateObjects.Tag(body.Bundle!.Pool, body.Bundle.TagOf(input)), next, Starts[index]);
                Slots[SlotOf[next++]].IsTag = true;
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
